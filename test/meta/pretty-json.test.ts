import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { prettyJson } from './pretty-json.ts';

test('lays JSON out as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(prettyJson(JSON.stringify(value))).toBe(`${JSON.stringify(value, null, 2)}\n`);
    }),
  );
});

test('keeps numbers that a double cannot hold', () => {
  expect(prettyJson('{"a":[9223372036854775807,1.0]}')).toBe(
    '{\n  "a": [\n    9223372036854775807,\n    1.0\n  ]\n}\n',
  );
});
