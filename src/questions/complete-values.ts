import { setTimeout as after } from 'node:timers/promises';
import { openField } from './asked-search.ts';
import { bestMatches } from './completion/best-matches.ts';
import type { ValueCounts } from './completion/entity-values.ts';
import { keptValues } from './completion/kept-values.ts';
import type { Question, QuestionContext } from './question.ts';

export interface CompleteValuesInput {
  readonly field: string;
  readonly typed: string;
  readonly limit: number;
}

export interface FieldValueNames {
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** False while the values are still being collected: ask again to have more. */
  readonly complete: boolean;
}

/** Nobody who types waits longer than this, milliseconds. */
const patienceMs = 30;

/** Longest text of a value that is offered; nobody types more. */
const longest = 1000;

/** Values of a field with their counts, from what is kept in memory: never slower than typing. */
export const completeValues: Question<CompleteValuesInput, FieldValueNames> = async (input, context) => {
  const { typed, limit } = input;
  const field = openField(input.field);
  const update = updateOf(field, context);
  const complete = await Promise.race([update.then(() => true), after(patienceMs, false)]);
  const { values, counts }: ValueCounts = valuesOf(field, context) ?? { values: [], counts: [] };
  const places = bestMatches(keptPlaces(counts, values), {
    typed,
    limit,
    text: (place) => values[place],
    weight: (place) => counts[place],
  });
  return { values: places.map((place) => ({ value: values[place], count: counts[place] })), complete };
};

function* keptPlaces(counts: readonly number[], values: readonly string[]): Iterable<number> {
  for (let place = 0; place < counts.length; place++)
    if (counts[place] > 0 && values[place].length <= longest) yield place;
}

/** Collecting goes on behind the answer; when it fails, the next question begins it again. */
function updateOf(field: string, { engine, snapshot, now, content }: QuestionContext): Promise<void> {
  const { entities, columns } = keptValues(engine);
  const update = isEntity(field, content)
    ? entities.update(snapshot)
    : columns.update(field, snapshot, Number(now / 1_000_000n));
  update.catch(() => {});
  return update;
}

function valuesOf(field: string, { engine, content }: QuestionContext): ValueCounts | undefined {
  const { entities, columns } = keptValues(engine);
  return isEntity(field, content) ? entities.of(field) : columns.of(field);
}

function isEntity(field: string, { logTypes, entities }: QuestionContext['content']): boolean {
  return [...logTypes.keys()].some((dataset) => entities(dataset).has(field));
}
