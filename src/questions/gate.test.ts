import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

const never = new AbortController().signal;

test('so many are inside at once, in the order they came', async () => {
  const gate = createGate(2);
  let inside = 0;
  let most = 0;
  const order: number[] = [];
  const work = (number: number) => async () => {
    order.push(number);
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inside--;
    return number;
  };
  const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => gate(never, work(number))));
  expect([answers, order, most]).toEqual([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 2]);
});

test('one that fails gives its place to the next', async () => {
  const gate = createGate(1);
  const failed = gate(never, async () => {
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await gate(never, async () => 'yes')).toBe('yes');
});

test('one that is taken back while it waits is never let in', async () => {
  const gate = createGate(1);
  let end = () => {};
  const first = gate(never, () => new Promise<void>((resolve) => (end = resolve)));
  const stop = new AbortController();
  let entered = false;
  const second = gate(stop.signal, async () => {
    entered = true;
  });
  stop.abort();
  await expect(second).rejects.toMatchObject({ code: 'INTERRUPTED' });
  end();
  await first;
  expect([entered, await gate(never, async () => 'next')]).toEqual([false, 'next']);
  await expect(gate(stop.signal, async () => 'late')).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
