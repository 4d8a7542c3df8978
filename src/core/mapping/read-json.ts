import type { CompiledMapping, Read, Value } from './target.ts';
import { navigate } from './value/data.ts';
import { dataItem } from './value/item.ts';
import { parseJson } from './value/parse-json.ts';

/** Reads the inputs of a mapping from one JSON record, and what is no path from `facts`. For tests and explanations. */
export function readJson(mapping: CompiledMapping, record: string, facts: Readonly<Record<string, string>> = {}): Read {
  const data = parseJson(record);
  const steps = new Map(mapping.paths.map((path) => [path.name, path.steps]));
  return (input): readonly Value[] => {
    if (Object.hasOwn(facts, input)) return [{ text: facts[input], kind: 0 }];
    const path = steps.get(input);
    return path === undefined || data === undefined ? [] : navigate(data, path).map(dataItem);
  };
}
