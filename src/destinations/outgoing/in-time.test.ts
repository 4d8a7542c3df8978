import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { inTime } from './in-time.ts';

const late = () => new Error('late');
const forever = () => new Promise<never>(() => {});

test('gives what the work gives', async () => {
  const { signal } = new AbortController();
  expect(await inTime({ signal, ms: 60_000, late }, async () => 5)).toBe(5);
});

test('work that throws at once fails like any other', async () => {
  const { signal } = new AbortController();
  const work = () => {
    throw new Error('broken');
  };
  await expect(inTime({ signal, ms: 60_000, late }, work)).rejects.toThrow('broken');
});

test('ends work that heeds nothing, also when garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const { signal } = new AbortController();
  const ended = inTime({ signal, ms: 200, late }, forever).catch((error: Error) => error.message);
  for (let round = 0; round < 5; round++) {
    await wait(10);
    collect();
  }
  expect(await ended).toBe('late');
});

test('is aborted with the reason, and the work with it', async () => {
  const stop = new AbortController();
  let inner: AbortSignal | undefined;
  const ended = inTime({ signal: stop.signal, ms: 60_000, late }, (signal) => {
    inner = signal;
    return forever();
  });
  const reason = new Error('told to');
  stop.abort(reason);
  await expect(ended).rejects.toBe(reason);
  expect(inner?.reason).toBe(reason);
  await expect(inTime({ signal: stop.signal, ms: 60_000, late }, forever)).rejects.toBe(reason);
});
