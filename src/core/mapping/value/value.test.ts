import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRegex } from '../regex.ts';
import { formatData } from './data.ts';
import { formatDecimal, parseDecimal, truncateDecimal } from './decimal.ts';
import { parseJson } from './parse-json.ts';
import { parseXml } from './parse-xml.ts';

test('JSON keeps its numbers and reads what JSON.parse reads', () => {
  expect(formatData(parseJson(' {"a": [1.0, 12345678901234567890, "x\\u0041"], "b": null} ')!)).toBe(
    '{"a":[1.0,12345678901234567890,"xA"],"b":null}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.parse(formatData(parseJson(text)!))).toEqual(JSON.parse(text));
    }),
  );
});

test('JSON refuses what JSON.parse refuses', () => {
  const text = fc.string({
    unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', '.', 'e', 'true', 'null', ' ', '\\', 'a'),
    maxLength: 9,
  });
  fc.assert(
    fc.property(text, (value) => {
      let valid = true;
      try {
        JSON.parse(value);
      } catch {
        valid = false;
      }
      expect(parseJson(value) !== undefined).toBe(valid);
    }),
    { numRuns: 5000 },
  );
  expect(parseJson('['.repeat(100_000))).toBeUndefined();
});

test('XML never throws and does not expand entities of its own', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('<', '>', '/', 'a', ' ', '=', '"', '&', ';', '!', '-', '[', ']', '?'),
        maxLength: 30,
      }),
      (text) => void parseXml(text),
    ),
  );
  expect(parseXml('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toBeUndefined();
  expect(formatData(parseXml('<?xml version="1.0"?><!-- x --><a><![CDATA[<b>]]></a>')!)).toBe('{"a":"<b>"}');
  expect(parseXml('<a>'.repeat(1000))).toBeUndefined();
  expect(parseXml('<a></b>')).toBeUndefined();
});

test.each([
  ['1.50', '1.5', 1n],
  ['-0.05', '-0.05', 0n],
  ['1e3', '1000', 1000n],
  ['12e-1', '1.2', 1n],
  ['.5', '0.5', 0n],
] as const)('%s is %s', (text, written, whole) => {
  const decimal = parseDecimal(text)!;
  expect([formatDecimal(decimal), truncateDecimal(decimal)]).toEqual([written, whole]);
});

test.each(['', '.', '-', '1.2.3', '1e', 'x', '1e9999', '9'.repeat(500)])('%s is no number', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

test.each([
  ['a(?=b)', 'REGEX_NOT_LINEAR'],
  ['a(?!b)', 'REGEX_NOT_LINEAR'],
  ['(?<!a)b', 'REGEX_NOT_LINEAR'],
  ['(a)\\1', 'REGEX_NOT_LINEAR'],
  ['(', 'REGEX_SYNTAX'],
] as const)('%s: %s', (source, code) => {
  expect(compileRegex(source)).toMatchObject({ code });
});

test.each(['\\(?=a', 'a\\\\b', '\\d{1,2}', '(?<user>a)', '(?i)x'])('%s is linear', (source) => {
  expect(compileRegex(source)).not.toHaveProperty('code');
});
