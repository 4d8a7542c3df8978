import { crc32, deflateRawSync } from 'node:zlib';
import { concat, utf8 } from './decoded.ts';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
}

/** A zip archive as PKWARE's APPNOTE describes it: local headers with data, central directory, end record. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, content, stored = false, flags = 0x800, method = stored ? 0 : 8 } = entry;
    const data = stored ? content : deflateRawSync(content);
    const encoded = utf8(name);
    const shared = fields(
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
      [4, crc32(content)],
      [4, data.length],
      [4, content.length],
    );
    const local = concat(fields([4, 0x04034b50]), shared, fields([2, encoded.length], [2, 0]), encoded, data);
    const tail = fields([2, encoded.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    directory.push(concat(fields([4, 0x02014b50], [2, 20]), shared, tail, encoded));
    locals.push(local);
    offset += local.length;
  }
  const central = concat(...directory);
  const count = entries.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, central.length], [4, offset], [2, 0]);
  return concat(...locals, central, end);
}

function fields(...values: readonly (readonly [size: number, value: number])[]): Uint8Array {
  return concat(
    ...values.map(([size, value]) => Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) & 255)),
  );
}
