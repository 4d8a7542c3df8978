import { expect, test } from 'vitest';
import { ValueKind } from '../../batch/dictionary.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import { type Item, type Run, textItem } from '../value/item.ts';
import { coercion } from './coerce.ts';

const json: Item = { text: '{"a":1}', kind: ValueKind.json };

const cases: readonly (readonly [EcsType, string | Item, unknown])[] = [
  ['keyword', '1.0', '1.0'],
  ['keyword', json, '{"a":1}'],
  ['long', ' 42 ', 42n],
  ['long', '-3.99', -3n],
  ['long', '1e3', 1000n],
  ['long', '9223372036854775807', 9223372036854775807n],
  ['long', '9223372036854775808', undefined],
  ['long', '0x10', undefined],
  ['long', '', undefined],
  ['long', '.', undefined],
  ['float', '0.25', 0.25],
  ['float', 'NaN', undefined],
  ['float', '1e999', undefined],
  ['boolean', 'YES', true],
  ['boolean', '0', false],
  ['boolean', 'on', undefined],
  ['ip', '192.0.2.1', '192.0.2.1'],
  ['ip', '192.0.2.01', undefined],
  ['ip', '192.0.2.1:443', undefined],
  ['ip', '127.1', undefined],
  ['ip', '2001:DB8:0:0::1', '2001:db8::1'],
  ['ip', '::ffff:192.0.2.1', '192.0.2.1'],
  ['ip', 'fe80::1%eth0', 'fe80::1'],
  ['ip', 'example.com', undefined],
  ['date', '2026-11-24T07:00:00Z', 1795503600000000000n],
  ['date', 'soon', undefined],
  ['object', json, '{"a":1}'],
  ['object', 'text', undefined],
];

test.each(cases)('%s takes %o', (type, value, expected) => {
  const item = typeof value === 'string' ? textItem(value) : value;
  const run: Run = { read: () => [], invalid: undefined };
  expect(coercion({ name: 'x', type })([item], run)).toBe(expected);
  expect(run.invalid).toBe(expected === undefined ? item.text : undefined);
});

test('arrays keep each value once and leave out what does not fit', () => {
  const run: Run = { read: () => [], invalid: undefined };
  const coerce = coercion({ name: 'x', type: 'ip', array: true });
  expect(coerce(['::1', 'x', '0::1', '192.0.2.1'].map(textItem), run)).toEqual(['::1', '192.0.2.1']);
  expect(run.invalid).toBe('x');
});

test('allowed values are checked at the door', () => {
  const coerce = coercion({ name: 'event.outcome', type: 'keyword', allowed: ['success', 'failure'] });
  expect(coerce([textItem('maybe')], { read: () => [], invalid: undefined })).toBeUndefined();
});
