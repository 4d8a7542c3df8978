import { type Int64Column, int64ToNumber, type TextColumn } from '../../core/batch/column.ts';
import type { LiveSegment } from '../engine.ts';

type Dead = LiveSegment['dead'];

/** One name for an (object, generation) pair, in memory and in a sidecar's metadata. */
export function deadName(pair: Dead[number]): string {
  return `${pair.object}:${pair.generation}`;
}

/** Rows that are of none of the dead (object, generation) pairs. */
export function liveRows(object: TextColumn, generation: Int64Column, dead: Dead): Uint32Array {
  const every = object.ids.map((_, row) => row);
  if (dead.length === 0) return every;
  const names = new Set(dead.map(deadName));
  const { ids, dictionary } = object;
  // Few objects and fewer generations: the answer is kept for each pair, so that no text is made for each row.
  const answers = Array.from({ length: dictionary.size + 1 }, () => new Map<number, boolean>());
  return every.filter((row) => {
    const number = int64ToNumber(generation.words, row);
    const known = answers[ids[row]];
    let isDead = known.get(number);
    if (isDead === undefined) {
      isDead = names.has(deadName({ object: dictionary.text(ids[row]), generation: number }));
      known.set(number, isDead);
    }
    return !isDead;
  });
}
