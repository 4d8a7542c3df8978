import { expect, test } from 'vitest';
import { partFlow } from './part-flow.ts';

async function isWaiting(sending: Promise<void>): Promise<boolean> {
  const tick = new Promise<'tick'>((resolve) => setTimeout(() => resolve('tick'), 1));
  return (await Promise.race([sending, tick])) === 'tick';
}

test('a few parts may be on their way; the next waits until one was taken', async () => {
  const sent: unknown[] = [];
  const flow = partFlow((part) => sent.push(part), new AbortController().signal);
  for (const part of [1, 2, 3]) expect(await isWaiting(flow.send(part))).toBe(false);
  const fourth = flow.send(4);
  expect([await isWaiting(fourth), sent]).toEqual([true, [1, 2, 3, 4]]);
  flow.taken();
  expect(await isWaiting(fourth)).toBe(false);
});

test('nothing waits for a reader who is gone', async () => {
  const stop = new AbortController();
  const flow = partFlow(() => {}, stop.signal);
  for (const part of [1, 2, 3]) await flow.send(part);
  const fourth = flow.send(4);
  stop.abort();
  expect(await isWaiting(fourth)).toBe(false);
  expect(await isWaiting(flow.send(5))).toBe(false);
});
