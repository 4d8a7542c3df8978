import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueKind } from '../batch/dictionary.ts';
import { compileMapping } from './compile/compile-mapping.ts';
import type { Read, Target, Value } from './target.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED);

const path = fc.constantFrom('.a', '.b', '.c', '.d.*.e', '$n', '$m', '$cap', '$word');
const step = fc.constantFrom(
  'lower',
  'part "/" 0',
  'parts ","',
  'find "[ab]+"',
  'omit b',
  'table one',
  'number',
  'json',
);
const pipe = fc
  .tuple(path, fc.array(step, { maxLength: 2 }))
  .map(([from, steps]) => `'${[from, ...steps].join(' | ')}'`);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    pipe,
    fc.constantFrom('x', 'null', "'y,z'"),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((items) => `{ first: [${items.join(', ')}] }`),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([from, to]) => `{ from: ${from}, map: { a: ${to}, "b*": x, absent: none } }`),
    fc.tuple(path, path).map(([p, q]) => `{ text: "{${p}}-{${q}?}" }`),
  ),
}));
/** Fields that hold any text, and fields that take no constant of these expressions. */
const assignment = fc.oneof(
  fc.tuple(fc.constantFrom('acme.one', 'acme.many', 'related.user'), expression),
  fc.tuple(
    fc.constantFrom('source.ip', 'source.port', 'event.type'),
    fc.array(pipe, { minLength: 1, maxLength: 3 }).map((pipes) => `{ first: [${pipes.join(', ')}] }`),
  ),
);
const set = fc.uniqueArray(assignment, { minLength: 1, maxLength: 4, selector: ([name]) => name });
const lines = (pairs: readonly (readonly [string, string])[]): string =>
  `{ ${pairs.map(([name, value]) => `${name}: ${value}`).join(', ')} }`;
const condition = fc
  .tuple(path, fc.constantFrom('a', 'present', 'absent', '[a, "b*"]', '1..5'))
  .map(([p, value]) => `{ ${p}: ${value} }`);

const mappingText = fc.tuple(set, set, set, condition, path, set).map(
  ([base, step1, inCase, when, by, ofPattern]) => `mapping: 1
tables:
  one: { a: 1, "*": b }
  two: |
    k1  k2  acme.one  word
    a   *   one       -
    *   b*  two       w
    *   *   -         v
let: { n: .a | lower, m: { first: [.b, $n] } }
match: { from: .c, patterns: ["{cap}/{_:any}", { pattern: "{cap:int}", set: ${lines(ofPattern)} }] }
classify: { table: two, by: [.a, $m] }
set: { "@timestamp": $object.time }
steps:
  - set: ${lines(base)}
  - { when: ${when}, set: ${lines(step1)} }
switch: { by: ${by}, cases: { "a,b": { set: ${lines(inCase)} }, "*": {} } }
`,
);

const fields = [
  { name: 'acme.one', type: 'keyword', array: false, description: 'One.' },
  { name: 'acme.many', type: 'keyword', array: true, description: 'Many.' },
] as const;
const value: fc.Arbitrary<Value> = fc.record({
  text: fc.constantFrom('a', 'b', 'ab', 'a/b', '1', '7', '192.0.2.1', 'a,b', '{"k":1}', ''),
  kind: fc.constantFrom(ValueKind.text, ValueKind.number, ValueKind.null),
});
const inputNames = ['.a', '.b', '.c', '.d.*.e', '$object.time', '$source.zone'];
const record = fc.record(Object.fromEntries(inputNames.map((name) => [name, fc.array(value, { maxLength: 2 })])));

/** One expression alone, so that its inputs are few and a missing one shows. */
const oneExpression = expression.map(
  (value) => `mapping: 1
tables:
  one: { a: 1, "*": b }
  two: |
    k1  k2  word
    a   *   w
    *   b*  v
let: { n: .a | lower, m: { first: [.b, $n] } }
match: { from: .c, patterns: ["{cap}/{_:any}", "{cap:int}"] }
classify: { table: two, by: [.a, $m] }
set: { "@timestamp": $object.time, acme.many: ${value} }
`,
);

test.each([
  ['whole mappings', mappingText],
  ['single expressions', oneExpression],
] as const)('a target depends on its inputs and nothing else: %s', (_, texts) => {
  let compiled = 0;
  const limits = {
    interruptAfterTimeLimit: seconds * 500,
    markInterruptAsFailure: false,
    ...(seed !== undefined && { seed }),
  };
  fc.assert(
    fc.property(texts, record, record, (text, first, second) => {
      const mapping = compileMapping({ mapping: { file: 'mapping.yml', text }, fields }).value;
      if (mapping === undefined) return;
      compiled++;
      for (const target of mapping.targets) checkInputs(target, first, second);
    }),
    { numRuns: Number.MAX_SAFE_INTEGER, ...limits },
  );
  expect(compiled).toBeGreaterThan(10);
});

type Record = Readonly<{ [input: string]: readonly Value[] }>;

function checkInputs(target: Target, first: Record, second: Record): void {
  const asked = new Set<string>();
  const result = target.evaluate((input) => {
    asked.add(input);
    return first[input] ?? [];
  });
  const changed: Read = (input) => (target.inputs.includes(input) ? first[input] : second[input]) ?? [];
  expect(target.evaluate(changed)).toEqual(result);
  expect([...asked].filter((input) => !target.inputs.includes(input))).toEqual([]);
}
