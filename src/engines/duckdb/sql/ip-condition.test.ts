import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseIp } from '../../../core/query/ip-value.ts';
import { ipMacros } from './ip-condition.ts';

describe('kushi_ip', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const macro of ipMacros) await connection.run(macro);
  });
  afterAll(() => connection.closeSync());

  const group = fc.oneof(fc.stringMatching(/^[0-9a-fA-F]{1,4}$/), fc.constantFrom('', '0', 'g', '12345'));
  const octet = fc.oneof(fc.integer({ min: -1, max: 257 }).map(String), fc.constantFrom('', '00', '010', 'a'));
  const v4 = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'));
  const v6 = fc
    .array(fc.oneof({ arbitrary: group, weight: 9 }, { arbitrary: v4, weight: 1 }), { maxLength: 10 })
    .map((groups) => groups.join(':'));
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    v4,
    v6,
    fc.string(),
    fc.constantFrom(
      '::',
      ':::',
      '1::',
      '::1',
      ':1::2',
      '1::2:3:4:5:6:7:8',
      '::2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7::',
      '::0:0::0:a:0',
      '::1.2.3.4',
      '1.2.3.4:80',
    ),
  );

  test('reads addresses as parseIp does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 200, maxLength: 200 }), async (texts) => {
        const places = texts.map((_, i) => `($${i + 1})`).join(', ');
        const result = await connection.runAndReadAll(`SELECT kushi_ip(t) FROM (VALUES ${places}) v(t)`, texts);
        expect(result.getRows().map(([hex], i) => [texts[i], hex])).toEqual(texts.map((t) => [t, parseIp(t) ?? null]));
      }),
      { numRuns: 60 },
    );
  });
});
