import { readFileSync } from 'node:fs';

/** A file of `fixtures/`: `lines(3000)` or `lines(20)`, written by the reference tools (`bzip2 -1`, `zstd -3 --check`, …). */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}
