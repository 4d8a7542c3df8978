import { readUint32 } from './byte-buffer.ts';
import { corrupt } from './corrupt.ts';
import { decodeHybrid } from './decode-hybrid.ts';
import type { HybridBytes } from './hybrid-runs.ts';

/** The levels at `at`: a 32-bit length, then that many bytes of hybrid. Their end is where the page goes on. */
export function levelBytes(body: Uint8Array, at: number, width: number): HybridBytes {
  const end = at + 4 + (at + 4 <= body.length ? readUint32(body, at) : body.length);
  if (end > body.length) throw corrupt('the levels of a page are longer than the page');
  return { bytes: body, start: at + 4, end, width };
}

/** Definition levels of a flat column: 1 where a row has a value. Returns where the values begin, and how many there are. */
export function decodePresence(body: Uint8Array, into: Uint8Array): { at: number; present: number } {
  const levels = levelBytes(body, 0, 1);
  decodeHybrid(levels, into.length, into);
  let present = 0;
  for (const level of into) present += level;
  return { at: levels.end, present };
}
