import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../batch/column.ts';
import { int64ToBigInt } from '../../batch/column.ts';
import { ValueKind } from '../../batch/dictionary.ts';
import type { EventBatch } from '../../batch/event-batch.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import type { LogTypeDefinition } from '../../logtype/logtype.ts';
import type { Derivation } from '../derivations/derivation.ts';
import type { FieldValue, Read, Target, TargetResult, Value } from '../target.ts';
import { createPlan, type Plan } from './create-plan.ts';
import { RecordBatchBuilder, type TestRecord, text } from './testing/record-batch-of.ts';

const received = 1_795_503_600_000_000_000n;
const definition: LogTypeDefinition = {
  id: 'example.log',
  title: 'Example',
  docs: [],
  version: 1,
  codec: { kind: 'json' },
  wrappers: [],
  route: { key: [], probe: {} },
  sigma: [],
  entities: new Map(),
  zone: 'UTC',
};
const object = {
  id: 'a'.repeat(24),
  name: 'logs/a.json',
  bucket: 'logs',
  key: 'a.json',
  account: '111122223333',
  generation: 0,
};

type Evaluate = (read: Read) => FieldValue | null | undefined;

function target(field: string, type: EcsType, inputs: readonly string[], evaluate: Evaluate, array = false): Target {
  return {
    field,
    type,
    array,
    inputs,
    adds: field.startsWith('related.'),
    evaluate: (read) => ({ value: evaluate(read) }),
  };
}

const timeTarget = target('@timestamp', 'date', ['.time'], (read) => {
  const ns = read('.time')[0]?.text;
  return ns === undefined ? undefined : BigInt(ns);
});

function planOf(
  targets: readonly Target[],
  derivations: readonly Derivation[] = [],
  recordPaths: readonly string[] = [],
): Plan {
  return createPlan({
    definition,
    mapping: { paths: [], targets: [timeTarget, ...targets], absent: [] },
    mappingId: '1-test',
    derivations,
    recordPaths: recordPaths.map((name) => ({ name, steps: [] })),
  });
}

function cell(column: Column | undefined, row: number): FieldValue | undefined {
  switch (column?.kind) {
    case 'text':
      return column.ids[row] === 0 ? undefined : column.dictionary.text(column.ids[row]);
    case 'list': {
      const { starts, items } = column.lists;
      const ids = items.subarray(starts[column.ids[row]], starts[column.ids[row] + 1]);
      return ids.length === 0 ? undefined : Array.from(ids, (id) => column.dictionary.text(id));
    }
    case 'int64':
      return column.present?.[row] === 0 ? undefined : int64ToBigInt(column.words, row);
    case 'double':
      return column.present?.[row] === 0 ? undefined : column.values[row];
    case 'boolean':
      return column.values[row] === 0 ? undefined : column.values[row] === 2;
    default:
      return undefined;
  }
}

function rowsOf(batch: EventBatch): Record<string, FieldValue>[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const fields = [...batch.fields].map(([field, column]) => [field, cell(column, row)] as const);
    return Object.fromEntries(fields.filter((entry): entry is [string, FieldValue] => entry[1] !== undefined));
  });
}

const time: TestRecord = { '.time': [text(String(received - 1n))] };
const constants = { 'event.dataset': 'example.log', 'event.module': 'example' };

describe('a plan', () => {
  test('shares ids and dictionary of a value that nothing changes', () => {
    const batch = new RecordBatchBuilder().batch([
      { ...time, '.name': [text('a')] },
      time,
      { ...time, '.name': [text('b')] },
    ]);
    const { batch: events } = planOf([
      target('event.action', 'keyword', ['.name'], (read) => read('.name')[0]?.text),
    ]).run(batch, [object], { received });
    const column = events.fields.get('event.action');
    expect(column).toMatchObject({ kind: 'text', ids: batch.columns.get('.name')!.ids });
    expect(column?.kind === 'text' && column.dictionary).toBe(batch.columns.get('.name')!.dictionary);
  });

  test('evaluates once per distinct input, over batches, until reset', () => {
    let calls = 0;
    const plan = planOf([
      target('event.action', 'keyword', ['.name'], (read) => {
        calls++;
        return read('.name')[0]?.text.toUpperCase();
      }),
    ]);
    const builder = new RecordBatchBuilder();
    const batch = () =>
      builder.batch([
        { ...time, '.name': [text('a')] },
        { ...time, '.name': [text('b')] },
        { ...time, '.name': [text('a')] },
      ]);
    plan.run(batch(), [object], { received });
    const { batch: events } = plan.run(batch(), [object], { received });
    expect(rowsOf(events).map((row) => row['event.action'])).toEqual(['A', 'B', 'A']);
    expect(calls).toBe(3);
    plan.reset();
    plan.run(batch(), [object], { received });
    expect(calls).toBe(6);
  });

  test('leaves out columns that no row has, and reads what the object knows', () => {
    const plan = planOf([
      target('cloud.account.id', 'keyword', ['$object.account'], (read) => read('$object.account')[0]?.text),
      target('user.name', 'keyword', ['.nothing'], (read) => read('.nothing')[0]?.text),
    ]);
    const { batch } = plan.run(new RecordBatchBuilder().batch([time]), [object], { received });
    expect(rowsOf(batch)).toEqual([{ 'cloud.account.id': '111122223333', ...constants }]);
    expect([...batch.fields.keys()]).not.toContain('user.name');
  });

  test('rejects rows without a usable time and closes the gaps', () => {
    const day = 86_400_000_000_000n;
    const times = [undefined, received + day, received + day + 1n, 946_684_800_000_000_000n, 946_684_799_999_999_999n];
    const records = times.map(
      (ns, row): TestRecord => ({
        '.n': [text(String(row))],
        ...(ns === undefined ? {} : { '.time': [text(String(ns))] }),
      }),
    );
    const plan = planOf([target('event.code', 'keyword', ['.n'], (read) => read('.n')[0]?.text)], [], ['.n']);
    const batch = new RecordBatchBuilder().batch(records);
    const result = plan.run(batch, [object], { received });
    expect(rowsOf(result.batch).map((row) => row['event.code'])).toEqual(['1', '3']);
    expect([0, 1].map((row) => int64ToBigInt(result.batch.time.words, row))).toEqual([times[1], times[3]]);
    expect([...result.batch.offset]).toEqual([100, 300]);
    expect(cell(result.batch.record.get('n'), 1)).toBe('3');
    const raw = (row: number) => JSON.stringify(records[row]);
    expect(
      result.rejects.map(({ code, offset, raw: bytes, path }) => [code, offset, new TextDecoder().decode(bytes), path]),
    ).toEqual([
      ['TIME_MISSING', 0, raw(0), '.time'],
      ['TIME_OUT_OF_RANGE', 200, raw(2), '.time'],
      ['TIME_OUT_OF_RANGE', 400, raw(4), '.time'],
    ]);
    const { bytes, starts } = result.batch.raw;
    expect(new TextDecoder().decode(bytes.subarray(starts[1]))).toBe(raw(3));
  });

  test('counts values that do not fit their field, by row', () => {
    const fits = (read: Read): TargetResult => {
      const value = read('.port')[0]?.text;
      return value === 'x'
        ? { value: undefined, invalid: 'x' }
        : { value: value === undefined ? undefined : BigInt(value) };
    };
    const port: Target = {
      field: 'source.port',
      type: 'long',
      array: false,
      inputs: ['.port'],
      adds: false,
      evaluate: fits,
    };
    const records = ['x', '443', 'x', '80'].map((value): TestRecord => ({ ...time, '.port': [text(value)] }));
    const { batch, invalid } = planOf([port]).run(new RecordBatchBuilder().batch(records), [object], { received });
    expect(invalid).toEqual(new Map([['source.port', { count: 2, example: 'x' }]]));
    expect(rowsOf(batch).map((row) => row['source.port'])).toEqual([undefined, 443n, undefined, 80n]);
  });

  test('takes plain numbers from the reader, and sends the rest through the target', () => {
    const port: Target = {
      field: 'source.port',
      type: 'long',
      array: false,
      inputs: ['.port'],
      adds: false,
      copies: '.port',
      evaluate: (read) => ({ value: read('.port')[0]?.text === '0x50' ? 80n : undefined }),
    };
    const plan = planOf([port]);
    expect(plan.numbers).toEqual(['.port']);
    const records: TestRecord[] = [time, { ...time, '.port': [text('0x50')] }, { ...time, '.port': [text('-')] }];
    const batch = new RecordBatchBuilder().batch(records);
    const words = new Int32Array([443, 0, 0, 0, 0, 0]);
    const numbers = new Map([['.port', { kind: 'int64', words, present: new Uint8Array([1, 0, 0]) } as const]]);
    const { batch: events } = plan.run({ ...batch, numbers }, [object], { received });
    expect(rowsOf(events).map((row) => row['source.port'])).toEqual([443n, 80n, undefined]);
  });

  test('keeps the kinds of vendor values for rules, lists among them', () => {
    const number: Value = { text: '1', kind: ValueKind.number };
    const batch = new RecordBatchBuilder().batch([
      { ...time, '.a.b': [number] },
      { ...time, '.a.b': [text('1'), text('2')] },
      time,
    ]);
    const { batch: events } = planOf([], [], ['.a.b']).run(batch, [object], { received });
    const column = events.record.get('a.b')!;
    expect([0, 1, 2].map((row) => cell(column, row))).toEqual([['1'], ['1', '2'], undefined]);
    expect(
      column.kind === 'list' && column.dictionary.kind(column.lists.items[column.lists.starts[column.ids[0]]]),
    ).toBe(ValueKind.number);
  });
});

describe('precedence', () => {
  const fill: Derivation = {
    name: 'd',
    from: ['event.code'],
    to: ['event.action'],
    derive: () => ({ 'event.action': 'derived' }),
  };

  test('a derivation fills what is absent and nothing else; a pin forbids it', () => {
    const action = target('event.action', 'keyword', ['.a'], (read) => {
      const value = read('.a')[0]?.text;
      return value === 'pin' ? null : value;
    });
    const code = target('event.code', 'keyword', [], () => 'c');
    const records = [{ ...time, '.a': [text('own')] }, time, { ...time, '.a': [text('pin')] }];
    const { batch } = planOf([action, code], [fill]).run(new RecordBatchBuilder().batch(records), [object], {
      received,
    });
    expect(rowsOf(batch).map((row) => row['event.action'])).toEqual(['own', 'derived', undefined]);
  });

  test('related fields gather in their order, without repeats, and the mapping adds', () => {
    const ip = (field: string, path: string) => target(field, 'ip', [path], (read) => read(path)[0]?.text);
    const added = target('related.ip', 'ip', ['.x'], (read) => read('.x').map((value) => value.text), true);
    const records: TestRecord[] = [
      {
        ...time,
        '.s': [text('192.0.2.1')],
        '.d': [text('192.0.2.2')],
        '.x': [text('192.0.2.1'), text('198.51.100.3')],
      },
      { ...time, '.s': [text('127.0.0.1')], '.d': [text('192.0.2.2')] },
      { ...time, '.s': [text('127.0.0.1')] },
    ];
    const { batch } = planOf([ip('source.ip', '.s'), ip('destination.ip', '.d'), added]).run(
      new RecordBatchBuilder().batch(records),
      [object],
      { received },
    );
    expect(rowsOf(batch).map((row) => row['related.ip'])).toEqual([
      ['192.0.2.1', '192.0.2.2', '198.51.100.3'],
      ['192.0.2.2'],
      undefined,
    ]);
  });
});

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
