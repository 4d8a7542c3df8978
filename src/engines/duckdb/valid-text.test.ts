import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BytesColumn } from '../../core/batch/column.ts';
import { validText } from './valid-text.ts';

function columnOf(records: readonly Uint8Array[]): BytesColumn {
  const parts = records.flatMap((record) => [new Uint8Array(Uint32Array.of(record.length).buffer), record]);
  let at = 0;
  const starts = Uint32Array.from(records, ({ length }) => {
    at += 4 + length;
    return at - length;
  });
  return { kind: 'bytes', bytes: new Uint8Array(Buffer.concat(parts)), starts };
}

function recordsOf({ bytes, starts }: BytesColumn): Buffer[] {
  return Array.from(starts, (start) => {
    const record = Buffer.from(bytes.buffer, bytes.byteOffset + start);
    return record.subarray(0, Buffer.from(bytes.buffer, bytes.byteOffset + start - 4).readUInt32LE());
  });
}

const text = fc.string({ unit: 'binary', maxLength: 60 }).map((one) => new Uint8Array(Buffer.from(one)));
const long = fc.string({ minLength: 120, maxLength: 300 });
const broken = fc.constantFrom([0xc3], [0x80], [0x61, 0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80]);

test('text stays, and what is broken in a record is replaced in that one only', () => {
  const record = fc.oneof(
    { weight: 5, arbitrary: text },
    { weight: 2, arbitrary: long.map((one) => new Uint8Array(Buffer.from(one))) },
    { weight: 1, arbitrary: broken.map((bytes) => Uint8Array.from(bytes)) },
  );
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (records) => {
      const column = columnOf(records);
      const valid = validText(column);
      if (records.every((one) => isUtf8(one))) expect(valid).toBe(column);
      expect(recordsOf(valid)).toEqual(records.map((one) => Buffer.from(Buffer.from(one).toString())));
    }),
  );
});
