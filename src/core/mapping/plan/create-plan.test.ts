import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { int64ToBigInt } from '../../batch/column.ts';
import { ValueKind } from '../../batch/dictionary.ts';
import { columnValue } from '../../event/batch-row.ts';
import type { Derivation } from '../derivations/derivation.ts';
import { networkSumDerivations } from '../derivations/network.ts';
import type { Read, Target, TargetResult, Value } from '../target.ts';
import { RecordBatchBuilder, type TestRecord, text } from './testing/record-batch-of.ts';
import { constants, object, planOf, received, rowsOf, target, time } from './testing/test-plan.ts';

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

  test('does not share what holds objects or nulls of the vendor', () => {
    const kinds = [ValueKind.json, ValueKind.null];
    for (const kind of kinds) {
      const records = [
        { ...time, '.name': [text('a')] },
        { ...time, '.name': [{ text: '{}', kind }] },
      ];
      const batch = new RecordBatchBuilder().batch(records);
      const copy = target('event.action', 'keyword', ['.name'], (read) => read('.name')[0]?.text);
      const column = planOf([copy]).run(batch, [object], { received }).batch.fields.get('event.action')!;
      expect(column.kind === 'text' && column.dictionary).not.toBe(batch.columns.get('.name')!.dictionary);
      expect([0, 1].map((row) => columnValue(column, row))).toEqual(['a', kind === ValueKind.json ? '{}' : undefined]);
    }
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
    expect(columnValue(result.batch.record.get('n')!, 1)).toBe('3');
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

  test.each<[string, string[], string, string[]]>([
    ['repeat', [], '.port', ['0 source.port 2 x', '1 source.port 1 x']],
    ['are distinct', ['.port'], '.port', ['0 source.port 2 x', '1 source.port 1 x']],
    ['are in no row', [], '.absent', ['0 source.port 2 none', '1 source.port 3 none']],
  ])('counts values that do not fit by object and field, when inputs %s', (_, unique, input, expected) => {
    const evaluate = (read: Read): TargetResult => {
      const value = read(input)[0]?.text ?? 'none';
      return /^\d+$/.test(value) ? { value: BigInt(value) } : { value: undefined, invalid: value };
    };
    const port: Target = { field: 'source.port', type: 'long', array: false, inputs: [input], adds: false, evaluate };
    const records = ['x', 'x', '443', 'x', '80'].map((value): TestRecord => ({ ...time, '.port': [text(value)] }));
    const batch = { ...new RecordBatchBuilder(unique).batch(records), object: Uint32Array.of(0, 0, 1, 1, 1) };
    const result = planOf([port]).run(batch, [object, { ...object, generation: 2 }], { received });
    expect(result.invalid.map(({ object, field, count, example }) => `${object} ${field} ${count} ${example}`)).toEqual(
      expected,
    );
    const ports = input === '.port' ? [undefined, undefined, 443n, undefined, 80n] : records.map(() => undefined);
    expect(rowsOf(result.batch).map((row) => row['source.port'])).toEqual(ports);
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
    expect([0, 1, 2].map((row) => columnValue(column, row))).toEqual([['1'], ['1', '2'], undefined]);
    expect(
      column.kind === 'list' && column.dictionary.kind(column.lists.items[column.lists.starts[column.ids[0]]]),
    ).toBe(ValueKind.number);
  });
});

describe('inputs that hardly repeat', () => {
  test('are evaluated row by row, with the same result', () => {
    const records = Array.from({ length: 20_000 }, (_, row) => ({
      ...time,
      '.a': [text(`a${row}`)],
      '.b': [text(`b${row % 7}`)],
    }));
    const both = target(
      'event.reason',
      'keyword',
      ['.a', '.b'],
      (read) => `${read('.a')[0]?.text}/${read('.b')[0]?.text}`,
    );
    const plan = planOf([both]);
    const builder = new RecordBatchBuilder();
    for (let batch = 0; batch < 2; batch++) {
      const { batch: events } = plan.run(builder.batch(records), [object], { received });
      const column = events.fields.get('event.reason')!;
      expect([0, 6, 19_999].map((row) => columnValue(column, row))).toEqual(['a0/b0', 'a6/b6', 'a19999/b0']);
    }
  });

  const int64 = fc.option(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n - 1n }), { nil: undefined });

  test.each(['sum', 'difference'] as const)('are added up as whole columns: %s', (arithmetic) => {
    const result: Derivation = {
      name: arithmetic,
      from: ['source.bytes', 'destination.bytes'],
      to: ['network.bytes'],
      arithmetic,
      derive: () => ({ 'network.bytes': 'not asked' }),
    };
    const number = (field: string, path: string) =>
      target(field, 'long', [path], (read) => (read(path).length === 0 ? undefined : BigInt(read(path)[0].text)));
    const plan = planOf([number('source.bytes', '.a'), number('destination.bytes', '.b')], [result]);
    fc.assert(
      fc.property(fc.array(fc.tuple(int64, int64), { minLength: 1, maxLength: 20 }), (pairs) => {
        // Both columns have a value, or there is nothing to add up.
        const all = [[1n, 1n], ...pairs] as const;
        const records = all.map(
          ([a, b]): TestRecord => ({
            ...time,
            ...(a === undefined ? {} : { '.a': [text(String(a))] }),
            ...(b === undefined ? {} : { '.b': [text(String(b))] }),
          }),
        );
        const { batch } = plan.run(new RecordBatchBuilder().batch(records), [object], { received });
        const expected = all.map(([a, b]) => {
          if (a === undefined || b === undefined) return undefined;
          return arithmetic === 'sum' ? a + b : a < b ? undefined : a - b;
        });
        expect(rowsOf(batch).map((row) => row['network.bytes'])).toEqual(expected);
      }),
    );
  });

  test('are narrowed before they are paired', () => {
    let calls = 0;
    const direction: Derivation = {
      name: 'direction',
      from: ['source.ip', 'destination.ip'],
      to: ['network.direction'],
      narrow: (ip) => (ip.startsWith('192.0.2.') ? 'in' : 'out'),
      derive(fields) {
        calls++;
        return { 'network.direction': `${fields.one('source.ip')}-${fields.one('destination.ip')}` };
      },
    };
    const ip = (field: string, path: string) => target(field, 'ip', [path], (read) => read(path)[0]?.text);
    const records = Array.from(
      { length: 200 },
      (_, row): TestRecord => ({
        ...time,
        '.s': [text(`192.0.2.${row}`)],
        '.d': [text(`198.51.100.${row}`)],
      }),
    );
    const plan = planOf([ip('source.ip', '.s'), ip('destination.ip', '.d')], [direction]);
    const { batch } = plan.run(new RecordBatchBuilder().batch(records), [object], { received });
    expect(new Set(rowsOf(batch).map((row) => row['network.direction']))).toEqual(new Set(['in-out']));
    expect(calls).toBeLessThan(10);
  });

  test('are not paired when the first one settles every row, over batches', () => {
    let calls = 0;
    const choice = target('event.reason', 'keyword', ['.a', '.b'], (read) => {
      calls++;
      const first = read('.a')[0]?.text;
      return first === undefined || first === 'ask b' ? read('.b')[0]?.text : first;
    });
    const plan = planOf([choice]);
    const builder = new RecordBatchBuilder();
    const reasons = (firsts: readonly (string | undefined)[]) => {
      const records = firsts.map(
        (first, row): TestRecord => ({
          ...time,
          ...(first === undefined ? {} : { '.a': [text(first)] }),
          '.b': [text(`b${row}`)],
        }),
      );
      return rowsOf(plan.run(builder.batch(records), [object], { received }).batch).map((row) => row['event.reason']);
    };
    const settled = Array.from({ length: 100 }, (_, row) => (row % 2 === 0 ? 'even' : 'odd'));
    expect(reasons(settled)).toEqual(settled);
    expect(calls).toBeLessThan(10);
    expect(reasons(['even', undefined, 'odd'])).toEqual(['even', 'b1', 'odd']);
    expect(reasons(['even', 'new'])).toEqual(['even', 'new']);
    expect(reasons(['even', undefined, 'ask b', 'odd'])).toEqual(['even', 'b1', 'b2', 'odd']);
    expect(reasons(settled)).toEqual(settled);
  });

  test('are given no text that another input or derivation has', () => {
    const seen = new Set<string | undefined>();
    const side = (name: string): Derivation => ({
      name,
      from: [`${name}.ip`],
      to: [`${name}.geo.city_name`],
      narrow: () => name,
      derive(fields) {
        const city = fields.one(`${name}.ip`);
        seen.add(city);
        return city === undefined ? {} : { [`${name}.geo.city_name`]: city };
      },
    });
    const ip = (field: string, path: string) => target(field, 'ip', [path], (read) => read(path)[0]?.text);
    const account = target(
      'cloud.account.id',
      'keyword',
      ['$object.account'],
      (read) => read('$object.account')[0]?.text,
    );
    const plan = planOf([account, ip('source.ip', '.s'), ip('client.ip', '.c')], [side('source'), side('client')]);
    const record: TestRecord = { ...time, '.s': [text('192.0.2.1')], '.c': [text('192.0.2.2')] };
    const { batch } = plan.run(new RecordBatchBuilder().batch([record]), [object], { received });
    expect(rowsOf(batch)[0]).toMatchObject({ 'source.geo.city_name': 'source', 'client.geo.city_name': 'client' });
    expect(seen).toEqual(new Set([undefined, 'source', 'client']));
  });
});

test('a derivation is left out where nothing sets the field it needs', () => {
  let calls = 0;
  const needing: Derivation = {
    name: 'd',
    from: ['event.code', 'event.reason'],
    needs: 'event.reason',
    to: ['event.action'],
    derive(fields) {
      calls++;
      return { 'event.action': fields.one('event.reason') };
    },
  };
  const copyOfA = (field: string) => target(field, 'keyword', ['.a'], (read) => read('.a')[0]?.text);
  const records = [{ ...time, '.a': [text('a')] }];
  const run = (...fields: string[]) =>
    planOf(fields.map(copyOfA), [needing]).run(new RecordBatchBuilder().batch(records), [object], { received }).batch;
  expect(rowsOf(run('event.code'))[0]['event.action']).toBeUndefined();
  expect(calls).toBe(0);
  expect(rowsOf(run('event.code', 'event.reason'))[0]['event.action']).toBe('a');
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

  test.each([
    ['the one counter a log has is the sum', ['source.bytes'], 5n],
    ['one of two counters is not', ['source.bytes', 'destination.bytes'], undefined],
  ])('%s', (_, fields, sum) => {
    const counters = fields.map((field) =>
      target(field, 'long', [`.${field}`], (read) => (read(`.${field}`).length === 0 ? undefined : 5n)),
    );
    const records = [{ ...time, '.source.bytes': [text('5')] }];
    const { batch } = planOf(counters, networkSumDerivations).run(new RecordBatchBuilder().batch(records), [object], {
      received,
    });
    expect(rowsOf(batch)[0]['network.bytes']).toBe(sum);
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
