/**
 * 64 bits over file names and contents as 16 hex digits, whatever their order. Two 32-bit lanes of FNV-1a over UTF-16
 * code units, each finished as MurmurHash3 does (both in the public domain): it tells versions apart, it does not
 * protect against forgery.
 */
export function hashFiles(files: Iterable<readonly [string, string]>): string {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  const add = (text: string): void => {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code ^ (low >>> 16), 0x5bd1e995);
    }
  };
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(`${name.length}:${name}${text.length}:`);
    add(text);
  }
  return hex(finish(high)) + hex(finish(low ^ high));
}

function finish(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
