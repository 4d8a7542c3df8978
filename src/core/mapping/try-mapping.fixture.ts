import { formatProblem } from '../error/error.ts';
import type { VendorField } from '../logtype/logtype.ts';
import { compileMapping, type MappingSource } from './compile/compile-mapping.ts';
import { interpret } from './interpret.ts';
import { readJson } from './read-json.ts';
import type { CompiledMapping, FieldValue } from './target.ts';

export const fields: readonly VendorField[] = [
  { name: 'acme.a', type: 'keyword', array: false, description: 'One value.' },
  { name: 'acme.b', type: 'keyword', array: false, description: 'One value.' },
  { name: 'acme.list', type: 'keyword', array: true, description: 'Many values.' },
];
const fragments = {
  file: '_fragments.yml',
  text: `fragments:
  web:
    set:
      event.kind: event
      event.category: web
      event.outcome: { from: $ecs.http.response.status_code, map: { 100..399: success, 400..599: failure, "*": unknown } }
  flow:
    set: { event.category: network, event.type: { from: $ecs.event.action, map: { accept: "connection,allowed", "*": connection } } }
`,
};

/** Compiles a mapping of an invented vendor; its mistakes are thrown. */
export function compile(lines: string, more: Partial<MappingSource> = {}): CompiledMapping {
  const text = `mapping: 1\n${lines}\n`;
  const checked = compileMapping({ mapping: { file: 'mapping.yml', text }, fragments, fields, ...more });
  if (checked.value === undefined) throw new Error(checked.problems.map(formatProblem).join('\n'));
  return checked.value;
}

export const time = '"@timestamp": $object.time';
export const facts = { '$object.time': '1795503600000000000' };

/** The fields of one record but `@timestamp`. */
export function fieldsOf(
  lines: string,
  record: unknown,
  more: Partial<MappingSource> = {},
): Record<string, FieldValue> {
  const mapping = compile(lines, more);
  const found = interpret(mapping, readJson(mapping, JSON.stringify(record), facts));
  found.delete('@timestamp');
  return Object.fromEntries(found);
}

export type Case = readonly [name: string, lines: string, record: unknown, expected: Record<string, FieldValue>];

/** A mapping that sets one field. */
export const a = (value: string): string => `set: { ${time}, acme.a: ${value} }`;
