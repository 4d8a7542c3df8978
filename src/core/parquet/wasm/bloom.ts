import { decodeBase64 } from '../../wasm/decode-base64.ts';
import { bloomBase64 } from './bloom.gen.ts';

interface BloomExports {
  readonly memory: WebAssembly.Memory;
  addValues(from: number, to: number, filter: number, blocks: number): void;
}

const pageBytes = 1 << 16;
let instance: BloomExports | undefined;

/**
 * Adds values laid out as a PLAIN page (a 32-bit length, then the bytes) to a split-block filter. In WebAssembly because
 * XXH64 multiplies 64-bit integers, which JavaScript has to put together from halves, and ids are hashed one by one.
 */
export function addValues(filter: Uint32Array, values: Uint8Array): void {
  instance ??= new WebAssembly.Instance(new WebAssembly.Module(decodeBase64(bloomBase64)), {})
    .exports as unknown as BloomExports;
  const { memory } = instance;
  const missing = filter.byteLength + values.length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  const inside = new Uint32Array(memory.buffer, 0, filter.length);
  inside.set(filter);
  new Uint8Array(memory.buffer).set(values, filter.byteLength);
  instance.addValues(filter.byteLength, filter.byteLength + values.length, 0, filter.byteLength / 32);
  filter.set(inside);
}
