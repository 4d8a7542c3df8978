import { isUtf8 } from 'node:buffer';
import type { BytesColumn } from '../../core/batch/column.ts';
import { ByteBuffer, readUint32, writeUint32 } from '../../core/parquet/byte-buffer.ts';

/** A length up to this is four ASCII characters, and what stands before and behind it can be looked at in one go. */
const mostAscii = 127;

/**
 * Raw records as valid UTF-8. Readers refuse records that are not, so this finds none; but one bad record would make its
 * whole segment unreadable to SQL, and then it is better stored with U+FFFD in place of what is broken.
 */
export function validText(column: BytesColumn): BytesColumn {
  const { bytes, starts } = column;
  for (let row = 0; row < starts.length; ) {
    const first = row;
    let end: number;
    do end = starts[row] + readUint32(bytes, starts[row++] - 4);
    while (row < starts.length && starts[row] === end + 4 && readUint32(bytes, end) <= mostAscii);
    if (!isUtf8(bytes.subarray(starts[first], end))) return repaired(column);
  }
  return column;
}

function repaired({ bytes, starts }: BytesColumn): BytesColumn {
  const out = new ByteBuffer(bytes.length);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const valid = starts.map((start) => {
    const record = bytes.subarray(start, start + readUint32(bytes, start - 4));
    const text = isUtf8(record) ? record : encoder.encode(decoder.decode(record));
    out.reserve(4 + text.length);
    writeUint32(out.bytes, out.length, text.length);
    out.length += 4;
    out.append(text);
    return out.length - text.length;
  });
  return { kind: 'bytes', bytes: out.view(), starts: valid };
}
