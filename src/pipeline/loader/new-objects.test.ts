import { expect, test } from 'vitest';
import type { OfferedObject, Source } from '../../sources/source.ts';
import { newObjects } from './new-objects.ts';

const second = 1_000_000_000n;
const now = 100n * second;

const file = (key: string, etag: string, time = 0n): OfferedObject => ({
  bucket: 'file',
  key,
  etag,
  size: 1,
  time,
  name: key,
});

function watched(listings: readonly (readonly OfferedObject[])[], known: Record<string, string> = {}) {
  const rest = [...listings];
  const changed: string[] = [];
  const source: Source = {
    id: 'file:logs',
    async *list() {
      yield* rest.shift() ?? [];
    },
    open: async () => (async function* () {})(),
    close: async () => {},
  };
  const wrapped = newObjects(source, {
    known: new Map(Object.entries(known)),
    clock: () => now,
    onChanged: ({ key }) => changed.push(key),
  });
  const list = async () => {
    const keys: string[] = [];
    for await (const { key, etag } of wrapped.list()) keys.push(`${key} ${etag}`);
    return keys;
  };
  return { list, changed, forget: wrapped.forget };
}

test('each listing gives what the one before did not', async () => {
  const { list } = watched([[file('a', '1')], [file('a', '1'), file('b', '1')], [file('b', '1')]]);
  expect([await list(), await list(), await list()]).toEqual([['a 1'], ['b 1'], []]);
});

test('a file that was just written waits until its writer is done', async () => {
  const fresh = file('a', '1', now - second / 2n);
  const { list } = watched([[fresh], [{ ...fresh, time: now - 2n * second }]]);
  expect([await list(), await list()]).toEqual([[], ['a 1']]);
});

test.each([
  ['by this process', [[file('a', '1')]], {}],
  ['by one before', [], { a: '1' }],
])('a file that changed after it was loaded %s is told of once, and not given again', async (_, before, known) => {
  const { list, changed } = watched([...before, [file('a', '2')], [file('a', '3')]], known);
  for (const _ of before) await list();
  expect([await list(), await list(), changed]).toEqual([[], [], ['a']]);
});

test('another version of an object in a store is another object', async () => {
  const object = { ...file('a', '1'), bucket: 'logs' };
  const { list, changed } = watched([[object], [{ ...object, etag: '2' }]]);
  expect([await list(), await list(), changed]).toEqual([['a 1'], ['a 2'], []]);
});

test('what was not settled is given again', async () => {
  const { list, forget } = watched([[file('a', '1')], [file('a', '1')]]);
  await list();
  forget();
  expect(await list()).toEqual(['a 1']);
});
