import { comparisonOf } from '../core/query/field-types.ts';
import { segmentsInRange } from '../engines/duckdb/schema.ts';
import type { EventRow } from '../engines/engine.ts';
import { type AskedSearch, readSearch } from './asked-search.ts';
import { fieldJson } from './event-json.ts';
import type { Question, QuestionContext } from './question.ts';

export interface ListFieldsInput extends AskedSearch {
  /** Newest events that the shares and values are of. */
  readonly sample: number;
}

export interface FieldStatistics {
  readonly name: string;
  /** How its values compare: `text`, `integer`, `double`, `date`, `boolean`, `ip`. */
  readonly type: string;
  readonly datasets: readonly string[];
  /** Events of the sample that have it, how many different values they have, and those that most of them have. */
  readonly filled: number;
  readonly distinct: number;
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

export interface FieldList {
  readonly sample: number;
  /** Fields of the log types in the range; those in the sample first, then by name. */
  readonly fields: readonly FieldStatistics[];
}

const topValues = 5;

/** Which fields there are, with statistics of the first events that a query finds. */
export const listFields: Question<ListFieldsInput, FieldList> = async (input, context) => {
  const { engine, snapshot, content } = context;
  const { query, options } = readSearch(input, context);
  const datasets = new Map<string, Set<string>>();
  for (const { dataset, fields } of segmentsInRange(snapshot.segments, options))
    for (const name of Object.keys(fields)) datasets.set(name, (datasets.get(name) ?? new Set()).add(dataset));
  datasets.delete('event.original');
  const names = [...datasets.keys()].sort();
  const rows: EventRow[] = [];
  const wanted = { ...options, fields: names, limit: input.sample };
  for await (const row of engine.search(query, snapshot, wanted)) rows.push(row);
  const fields = names.map((name) => ({
    name,
    type: comparisonOf(name, content.fieldTypes),
    datasets: [...(datasets.get(name) ?? [])].sort(),
    ...sampleOf(rows, name, content),
  }));
  return { sample: rows.length, fields: fields.sort((a, b) => Number(b.filled > 0) - Number(a.filled > 0)) };
};

function sampleOf(
  rows: readonly EventRow[],
  name: string,
  content: QuestionContext['content'],
): Pick<FieldStatistics, 'filled' | 'distinct' | 'top'> {
  const counts = new Map<string, number>();
  let filled = 0;
  for (const { fields } of rows) {
    const value = fields[name];
    if (value === undefined) continue;
    filled++;
    for (const text of new Set([fieldJson(name, value, content)].flat()))
      counts.set(String(text), (counts.get(String(text)) ?? 0) + 1);
  }
  const most = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    filled,
    distinct: counts.size,
    top: most.slice(0, topValues).map(([value, count]) => ({ value: value.slice(0, 1000), count })),
  };
}
