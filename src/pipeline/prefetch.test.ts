import { expect, test } from 'vitest';
import { prefetch } from './prefetch.ts';

const object = (key: string, size = 10) => ({ object: { bucket: 'b', key, etag: 'e', size, time: 0n, name: key } });

async function* list(items: readonly ReturnType<typeof object>[]) {
  yield* items;
}

async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let all = '';
  for await (const piece of stream) all += new TextDecoder().decode(piece);
  return all;
}

async function* bytes(value: string) {
  yield new TextEncoder().encode(value);
}

test('small objects are under way before their turn, and come in their order', async () => {
  const opened: string[] = [];
  const items = ['a', 'b', 'c'].map((key) => object(key));
  const seen: string[] = [];
  for await (const { open } of prefetch(list(items), async ({ object: { key } }) => {
    opened.push(key);
    return bytes(`content of ${key}`);
  })) {
    if (seen.length === 0) expect(opened).toEqual(['a', 'b', 'c']);
    seen.push(await text(await open()));
  }
  expect(seen).toEqual(['content of a', 'content of b', 'content of c']);
});

test('large objects are opened when it is their turn', async () => {
  const opened: string[] = [];
  for await (const { open } of prefetch(list([object('big', 2 ** 30)]), async ({ object: { key } }) => {
    opened.push(key);
    return bytes('x');
  })) {
    expect(opened).toEqual([]);
    await open();
  }
  expect(opened).toEqual(['big']);
});

test('an error shows when the object is opened, and the others are not touched by it', async () => {
  const results: string[] = [];
  for await (const { open } of prefetch(list([object('bad'), object('good')]), async ({ object: { key } }) => {
    if (key === 'bad') throw new Error('no such object');
    return bytes(key);
  }))
    results.push(await open().then(text, (error: Error) => error.message));
  expect(results).toEqual(['no such object', 'good']);
});
