import type { EventBatch } from '../../../batch/event-batch.ts';
import type { EcsType } from '../../../ecs/ecs.ts';
import { columnValue } from '../../../event/batch-row.ts';
import type { FieldValue } from '../../../event/field-value.ts';
import type { LogTypeDefinition } from '../../../logtype/logtype.ts';
import type { Derivation } from '../../derivations/derivation.ts';
import type { Read, Target } from '../../target.ts';
import { createPlan, type Plan } from '../create-plan.ts';
import { type TestRecord, text } from './record-batch-of.ts';

export const received = 1_795_503_600_000_000_000n;
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
export const object = {
  id: 'a'.repeat(24),
  name: 'logs/a.json',
  bucket: 'logs',
  key: 'a.json',
  account: '111122223333',
  generation: 0,
};

type Evaluate = (read: Read) => FieldValue | null | undefined;

export function target(
  field: string,
  type: EcsType,
  inputs: readonly string[],
  evaluate: Evaluate,
  array = false,
): Target {
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

export function planOf(
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

export function rowsOf(batch: EventBatch): Record<string, FieldValue>[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const fields = [...batch.fields].map(([field, column]) => [field, columnValue(column, row)] as const);
    return Object.fromEntries(fields.filter((entry): entry is [string, FieldValue] => entry[1] !== undefined));
  });
}

export const time: TestRecord = { '.time': [text(String(received - 1n))] };
export const constants = { 'event.dataset': 'example.log', 'event.module': 'example' };
