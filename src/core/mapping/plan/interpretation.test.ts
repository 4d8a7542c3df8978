import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueKind } from '../../batch/dictionary.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import type { Derivation } from '../derivations/derivation.ts';
import type { FieldValue, Read, Target, Value } from '../target.ts';
import { RecordBatchBuilder, type TestRecord, text } from './testing/record-batch-of.ts';
import { constants, object, planOf, received, rowsOf, target, time } from './testing/test-plan.ts';

/** A target whose result is a function of all its inputs, of a kind that a mapping could hold. */
const arbitraryTarget = (paths: readonly string[]) =>
  fc
    .record({
      field: fc.constantFrom(
        ['event.action', 'keyword', false],
        ['source.bytes', 'long', false],
        ['event.type', 'keyword', true],
        ['event.risk_score', 'float', false],
        ['process.interactive', 'boolean', false],
        ['error.code', 'keyword', false],
      ),
      inputs: fc.uniqueArray(fc.constantFrom(...paths), { maxLength: 4 }),
      shape: fc.constantFrom('copy', 'first', 'join', 'pin'),
    })
    .map(({ field: [field, type, array], inputs, shape }) => {
      const value = (read: Read): FieldValue | null | undefined => {
        const all = inputs.flatMap((input) =>
          read(input).map(({ text: word, kind }) => (shape === 'copy' ? word : `${word}:${kind}`)),
        );
        if (all.length === 0)
          return shape === 'join' ? convert(['none'], type as EcsType, array as boolean) : undefined;
        if (shape === 'pin' && all[0].startsWith('a')) return null;
        return convert(shape === 'join' ? [all.join('+')] : all, type as EcsType, array as boolean);
      };
      return target(field as string, type as EcsType, inputs, value, array as boolean);
    });

function convert(all: readonly string[], type: EcsType, array: boolean): FieldValue {
  if (array) return all;
  const hash = [...all[0]].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1_000_003, 7);
  if (type === 'long') return BigInt(hash) * -10_000_000_000n;
  if (type === 'float') return hash / 8;
  return type === 'boolean' ? hash % 2 === 0 : all[0];
}

const value = fc.constantFrom(
  text('a'),
  text('b'),
  text('ab'),
  text(''),
  text('1'),
  { text: '1', kind: ValueKind.number },
  { text: 'true', kind: ValueKind.boolean },
  { text: 'null', kind: ValueKind.null },
  { text: '{"a":1}', kind: ValueKind.json },
);

const paths = ['.p', '.q', '.r', '.s', '.t'];
const record = fc.dictionary(fc.constantFrom(...paths), fc.array(value, { minLength: 1, maxLength: 3 }), {
  maxKeys: 5,
});

/** What a record gives without memos, columns or dictionaries. */
function interpret(targets: readonly Target[], input: TestRecord, derivation: Derivation): Record<string, FieldValue> {
  const fields = new Map<string, FieldValue | null>();
  const valuesOfField = (field: string): readonly Value[] => {
    const found = fields.get(field);
    if (found === null || found === undefined) return [];
    return (typeof found === 'object' ? found : [String(found)]).map(text);
  };
  const read: Read = (name) =>
    name.startsWith('$ecs.')
      ? valuesOfField(name.slice(5))
      : (input[name] ?? []).filter(({ kind }) => kind !== ValueKind.null);
  for (const each of targets) {
    const result = each.evaluate(read).value;
    if (result !== undefined)
      fields.set(each.field, typeof result === 'object' && result !== null ? [...new Set(result)] : result);
  }
  if (!targets.some(({ field }) => derivation.from.includes(field))) return visible(fields);
  const texts = (field: string) => valuesOfField(field).map(({ text: word }) => word);
  const derived = derivation.derive({ one: (field) => texts(field)[0], all: texts });
  for (const [field, result] of Object.entries(derived)) {
    if (result !== undefined && !fields.has(field)) fields.set(field, result);
  }
  return visible(fields);
}

function visible(fields: ReadonlyMap<string, FieldValue | null>): Record<string, FieldValue> {
  return Object.fromEntries([...fields].filter((entry): entry is [string, FieldValue] => entry[1] !== null));
}

const derivation: Derivation = {
  name: 'all',
  from: ['event.action', 'source.bytes', 'event.type', 'process.interactive'],
  to: ['event.action', 'error.code', 'event.hash'],
  derive(fields) {
    const all = this.from.flatMap((field) => fields.all(field)).join('|');
    return { 'event.action': 'filled', 'event.hash': all, 'error.code': all.length % 2 === 0 ? all : undefined };
  },
};

test('a plan gives what record by record gives, over batches and resets', () => {
  const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
  fc.assert(
    fc.property(
      fc.uniqueArray(arbitraryTarget([...paths, '.t']), { selector: ({ field }) => field, maxLength: 6 }),
      fc.array(fc.array(record, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.subarray(paths),
      (targets, batches, reset, unique) => {
        const plan = planOf(targets, [derivation]);
        let builder = new RecordBatchBuilder(unique);
        for (const records of batches) {
          const timed = records.map((each) => ({ ...each, ...time }));
          const { batch, rejects } = plan.run(builder.batch(timed), [object], { received });
          expect(rejects).toEqual([]);
          expect(rowsOf(batch)).toEqual(
            timed.map((each) => ({ ...interpret(targets, each, derivation), ...constants })),
          );
          if (reset) {
            plan.reset();
            builder = new RecordBatchBuilder(unique);
          }
        }
      },
    ),
    {
      numRuns: 100_000,
      interruptAfterTimeLimit: seconds * 1000,
      markInterruptAsFailure: false,
      ...(process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) }),
    },
  );
});
