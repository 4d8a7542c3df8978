import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foldCase, isCaseless } from './fold-case.ts';

describe('foldCase', () => {
  test.each([
    ['', ''],
    ['AssumeRole', 'assumerole'],
    ['ΣΑΣ', 'σας'.replace('ς', 'σ')],
    ['İstanbul', 'istanbul'],
    ['ログイン失敗', 'ログイン失敗'],
    ['Straße', 'straße'],
    ['ＡＢＣ', 'ａｂｃ'],
    ['𐐀', '𐐨'],
    ['K', 'k'],
  ])('%s → %s', (text, folded) => expect(foldCase(text)).toBe(folded));

  describe('over all code points', () => {
    let lower = new Map<number, string>();
    const byteOrderMark = 0xfeff;
    beforeAll(async () => {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const result = await connection.runAndReadAll(
        'SELECT n::INTEGER, lower(chr(n::INTEGER)) FROM range(1, 1114112) t(n) WHERE n NOT BETWEEN 55296 AND 57343',
      );
      lower = new Map(result.getRows() as [number, string][]);
      // The driver drops a leading byte order mark from every text it reads.
      lower.set(byteOrderMark, '\ufeff');
      connection.closeSync();
      instance.closeSync();
    });
    afterAll(() => lower.clear());

    test('agrees with lower() of DuckDB', () => {
      const different = [...lower].filter(([code, folded]) => foldCase(String.fromCodePoint(code)) !== folded);
      expect(lower.size).toBe(1_112_063);
      expect(different).toEqual([]);
    });

    test('nothing else folds onto what is called caseless', () => {
      const images = new Set([...lower].filter(([code, to]) => String.fromCodePoint(code) !== to).map(([, to]) => to));
      const wrong = [...lower.keys()].map((code) => String.fromCodePoint(code));
      expect(wrong.filter((character) => isCaseless(character) && images.has(character))).toEqual([]);
    });
  });
});
