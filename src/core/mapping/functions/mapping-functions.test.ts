import { expect, test } from 'vitest';
import { createFindings } from '../findings.ts';
import { parseThen } from '../parse/parse-pipe.ts';
import { type Run, textItem } from '../value/item.ts';
import type { CallContext } from './mapping-function.ts';
import { mappingFunctions } from './mapping-functions.ts';

const place = { file: 'mapping.yml', line: 1, column: 1 };
const rows = new Map([
  ['1', 'one'],
  ['2', 'two'],
]);

function contextOf(problems: string[]): CallContext {
  return {
    zone: undefined,
    table: (name) => (name === 'example' ? (key) => rows.get(key) : undefined),
    problem: (_code, message) => problems.push(message),
  };
}

const examples = mappingFunctions.flatMap((declaration) =>
  declaration.examples.map((example) => ({ declaration, ...example })),
);

test.each(examples)('$call of $from', ({ declaration, call, from, to }) => {
  const findings = createFindings();
  const problems: string[] = [];
  const [parsed] = parseThen(call, place, findings);
  const prepared = declaration.prepare(parsed.args, contextOf(problems));
  const run: Run = { read: () => [], invalid: undefined };
  const result = prepared?.apply([from].flat().map(textItem), run).map((item) => item.text);
  expect(parsed.name).toBe(declaration.name);
  expect(problems).toEqual([]);
  expect(result).toEqual(to === null ? [] : [to].flat());
});

test('each function has an example, and a name of its own', () => {
  expect(new Set(mappingFunctions.map(({ name }) => name)).size).toBe(mappingFunctions.length);
  expect(mappingFunctions.filter((declaration) => declaration.examples.length === 0)).toEqual([]);
});
