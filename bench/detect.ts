import { GrowingDictionary } from '../src/core/batch/dictionary.ts';
import type { EventBatch } from '../src/core/batch/event-batch.ts';
import { createDetector, type DetectorRule } from '../src/core/detect/create-detector.ts';
import { and, not, or, type Query, type TextTest } from '../src/core/query/ast.ts';

/**
 * Events a second of the detector on one core, over a batch shaped like a row group of CloudTrail. The text column
 * `process.command_line` is 85 % distinct: what CloudTrail itself does not have, and endpoint logs do.
 */
const rows = 58_000;
const dataset = 'bench.events';

/** A small generator of its own (mulberry32), so that every run measures the same. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = createRandom(7);
const pick = (count: number): number => Math.floor(count * random() ** 2);
const word = (): string => Array.from({ length: 4 + pick(8) }, () => String.fromCharCode(97 + pick(26))).join('');
const words = Array.from({ length: 3000 }, word);
const someWord = (): string => words[pick(words.length)];

const fields: Readonly<Record<string, () => string>> = {
  'event.action': () => `Action${pick(400)}`,
  'event.provider': () => `service${pick(80)}.amazonaws.com`,
  'user.name': () => `user-${pick(500)}`,
  'user.id': () => `AIDA${pick(500)}`,
  'source.ip': () => `198.18.${pick(8)}.${pick(256)}`,
  'user_agent.original': () => `agent/${pick(300)}`,
  'error.code': () => (pick(20) < 19 ? '' : 'AccessDenied'),
  'cloud.region': () => `region-${pick(16)}`,
  'record.requestParameters.bucketName': () => (pick(4) < 3 ? '' : `bucket-${pick(3000)}`),
  'record.userIdentity.arn': () => `arn:aws:iam::111122223333:user/${pick(900)}`,
};

const commandLine = (): string =>
  pick(100) < 15 ? `run ${pick(900)}` : Array.from({ length: 12 }, someWord).join(pick(9) === 0 ? ' -' : ' ');

function makeBatch(withCommands: boolean): EventBatch {
  const columns = Object.entries({ ...fields, ...(withCommands ? { 'process.command_line': commandLine } : {}) }).map(
    ([name, value]) => {
      const dictionary = new GrowingDictionary();
      const ids = Uint32Array.from({ length: rows }, () => {
        const text = value();
        return text === '' ? 0 : dictionary.put(text);
      });
      return [name, { kind: 'text' as const, ids, dictionary }] as const;
    },
  );
  const isRecord = (name: string): boolean => name.startsWith('record.');
  const bytes = new Uint8Array(4);
  return {
    dataset,
    mapping: 'bench',
    rows,
    time: { kind: 'int64', words: new Int32Array(2 * rows), present: null },
    fields: new Map(columns.filter(([name]) => !isRecord(name))),
    record: new Map(columns.filter(([name]) => isRecord(name)).map(([name, column]) => [name.slice(7), column])),
    objects: [],
    object: new Uint32Array(rows),
    offset: new Float64Array(rows),
    length: new Uint32Array(rows),
    raw: { kind: 'bytes', bytes, starts: new Uint32Array(rows).fill(4) },
  };
}

function ask(field: string, test: TextTest): Query {
  return { kind: 'test', field, test };
}

const is = (field: string, value: string): Query => ask(field, { op: 'equals', value, cased: false });
const has = (field: string, op: 'contains' | 'endswith'): Query =>
  ask(field, { op, value: `${someWord()} ${someWord()}`, cased: false });

/** 70 % exact provider and action, some with exceptions; 30 % lists of substrings, some needing several at once. */
function makeRule(withCommands: boolean): DetectorRule {
  const exact = and([
    is('event.provider', `service${pick(80)}.amazonaws.com`),
    or(Array.from({ length: 1 + pick(4) }, () => is('event.action', `Action${Math.floor(random() * 4000)}`))),
    ...(pick(3) === 0 ? [not(is('user.name', `user-${pick(500)}`))] : []),
  ]);
  const target = withCommands ? 'process.command_line' : 'record.userIdentity.arn';
  const list = and([
    or(Array.from({ length: 2 + pick(6) }, () => has(target, pick(3) === 0 ? 'endswith' : 'contains'))),
    ...(pick(2) === 0 ? [has(target, 'contains')] : []),
  ]);
  return { queries: new Map([[dataset, random() < 0.7 ? exact : list]]) };
}

function measure(count: number, withCommands: boolean): void {
  const rules = Array.from({ length: count }, () => makeRule(withCommands));
  const batch = makeBatch(withCommands);
  const compileStart = performance.now();
  const detector = createDetector(rules, () => 'keyword');
  detector.wantedRecordPaths(dataset);
  const compiled = performance.now() - compileStart;
  const times = [0, 1, 2, 3, 4].map(() => {
    detector.reset();
    const start = performance.now();
    detector.run(batch);
    return performance.now() - start;
  });
  const again = [0, 1, 2, 3, 4].map(() => {
    const start = performance.now();
    detector.run(batch);
    return performance.now() - start;
  });
  const rate = (all: readonly number[]): string => `${(rows / Math.min(...all) / 1000).toFixed(2)} M events/s`;
  const matches = detector.run(batch).length;
  console.log(
    `${String(count).padStart(5)} rules${withCommands ? ' with command lines' : ''}: new values ${rate(times)}, ` +
      `known values ${rate(again)}, compile ${compiled.toFixed(0)} ms, ${matches} matches`,
  );
}

for (const withCommands of [false, true]) for (const count of [20, 3000]) measure(count, withCommands);
