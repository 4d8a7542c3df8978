import type { Input, Read } from '../target.ts';
import type { BatchWork } from './batch-work.ts';
import type { Operation } from './operation.ts';
import { createMemo } from './run-by-memo.ts';
import type { SourceMemo } from './segment-memory.ts';
import { noValues, type Slot } from './slot.ts';

type Slots = ReadonlyMap<Input, Slot | undefined>;

/**
 * Most operations over several inputs read the others only where the first is absent (`first: [.end, .start]`). Where that
 * one settles every row, its distinct values are all there is to evaluate, and not the distinct tuples. Undefined when
 * some row needs more, or there is one input only.
 */
export function firstReadMemo(
  operation: Operation,
  slots: Slots,
  present: readonly Input[],
  work: BatchWork,
): { readonly ids: Uint32Array; readonly memo: SourceMemo } | undefined {
  const input = present.length < 2 ? undefined : firstRead(operation, slots);
  const slot = input === undefined ? undefined : slots.get(input);
  if (input === undefined || slot === undefined || slot.unique) return undefined;
  const key = `first of\n${present.join('\n')}`;
  const memo = work.memory.memo(operation, key, slot.source, () => createMemo(operation, work, slot));
  if (memo.needsMore !== 'some') extend(memo, { operation, slots, input, slot });
  const isSettled = memo.needsMore === undefined || (memo.needsMore === 'absent' && !slot.ids.includes(0));
  return isSettled ? { ids: slot.ids, memo } : undefined;
}

/** The input that is read first: until then nothing is known of the row, so that it is the same one for all rows. */
function firstRead(operation: Operation, slots: Slots): Input | undefined {
  let first: Input | undefined;
  operation.evaluate((input) => {
    if (slots.get(input) !== undefined) first ??= input;
    return noValues;
  });
  return first;
}

interface FirstRead {
  readonly operation: Operation;
  readonly slots: Slots;
  readonly input: Input;
  readonly slot: Slot;
}

/** Evaluates new ids of the first input, until a value needs another input too. */
function extend(memo: SourceMemo, { operation, slots, input, slot }: FirstRead): void {
  let id = memo.done;
  let hasMore = false;
  const read: Read = (name) => {
    if (name === input) return slot.values(id);
    hasMore ||= slots.get(name) !== undefined;
    return noValues;
  };
  for (; id <= slot.size; id++) {
    hasMore = false;
    const results = operation.evaluate(read);
    if (hasMore) memo.needsMore = id === 0 ? 'absent' : 'some';
    if (memo.needsMore === 'some') return;
    for (let at = 0; at < results.length; at++) {
      memo.outputs[at].set(id, hasMore ? { value: undefined } : results[at], slot.values(id));
    }
  }
  memo.done = id;
}
