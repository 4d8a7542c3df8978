import { ecsField } from '../../core/ecs/ecs.ts';
import type { FieldValue } from '../../core/event/field-value.ts';
import type { RollUp } from '../../core/logtype/logtype.ts';
import { parseTime } from '../../core/time/rfc3339.ts';
import { batchOf, type SampleEvent } from '../../engines/contract/batch-of.ts';
import { openJsonRecord } from '../../engines/contract/json-record.ts';
import type { Engine, EventRow, FieldKind, Segment } from '../../engines/engine.ts';
import { createMemoryEngine } from '../../engines/memory/engine.ts';
import type { EventStore } from '../event-store.ts';

/** An event of a test: log type, `HH:MM[:SS]` of 2026-11-24 or a full time, fields, and the request of its record. */
export interface Sample {
  readonly dataset?: string;
  readonly at: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly request?: Readonly<Record<string, unknown>>;
}

export const account = '111122223333';
export const otherAccount = '444455556666';

export function at(text: string): bigint {
  const time = parseTime(text.length > 8 ? text : `2026-11-24T${text}${text.length === 5 ? ':00' : ''}Z`);
  if (time === undefined) throw new Error(`${text} is not a time`);
  return time;
}

/** A role session's ARN. */
export function sessionArn(role: string, session: string, of = account): string {
  return `arn:aws:sts::${of}:assumed-role/${role}/${session}`;
}

interface Caller {
  readonly key?: string;
  readonly arn?: string;
  readonly ip?: string;
}

/** A call in CloudTrail that worked, made by a key and an ARN. Other fields come on top. */
export function call(
  time: string,
  action: string,
  { key, arn, ip = '198.51.100.7' }: Caller,
  fields: Readonly<Record<string, FieldValue>> = {},
): Sample {
  const session = arn === undefined ? null : /assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  return {
    at: time,
    fields: {
      'event.action': action,
      'event.outcome': 'success',
      'source.ip': ip,
      'cloud.account.id': arn?.split(':')[4] ?? account,
      'cloud.region': 'eu-west-1',
      ...(key === undefined ? {} : { 'aws.access_key_id': key }),
      ...(arn === undefined
        ? {}
        : { 'aws.principal_arn': arn, 'user.name': session?.[1] ?? arn.split('/').at(-1) ?? '' }),
      ...(session === null ? {} : { 'aws.session_name': session[2] }),
      ...fields,
    },
  };
}

const entities: ReadonlyMap<string, RollUp> = new Map([
  ['aws.principal_arn', 'action'],
  ['aws.access_key_id', 'action'],
  ['source.ip', 'action'],
  ['destination.ip', 'day'],
  ['user.name', 'action'],
  ['aws.issued_access_key_id', 'action'],
  ['user.target.name', 'action'],
  ['aws.bucket', 'action'],
  ['cloud.instance.id', 'action'],
  ['aws.resource_arns', 'day'],
  ['url.domain', 'day'],
  ['cloud.account.id', 'day'],
]);

const lists = new Set(['aws.resource_arns', 'event.category', 'event.type']);

function kindOf(field: string): FieldKind {
  if (lists.has(field)) return 'list';
  return ecsField(field)?.type === 'long' ? 'int64' : 'text';
}

/** A store with these events, in memory. Events are CloudTrail's unless they say otherwise; offsets count from 0. */
export async function storeOf(samples: readonly Sample[]): Promise<EventStore & { readonly engine: Engine }> {
  const engine = createMemoryEngine({
    fieldTypes: (field) => ecsField(field)?.type ?? 'keyword',
    openRecord: openJsonRecord,
    entities: () => entities,
  });
  const segments: Segment[] = [];
  const datasets = [...new Set(samples.map(datasetOf))];
  for (const dataset of datasets) {
    const events = samples.flatMap((sample, offset) =>
      datasetOf(sample) === dataset ? [eventOf(sample, offset)] : [],
    );
    const kinds = Object.fromEntries(
      events.flatMap((event) => Object.keys(event.fields ?? {}).map((field) => [field, kindOf(field)])),
    );
    segments.push(...(await engine.write(dataset, batchOf(events, kinds, dataset))));
  }
  return { engine, snapshot: { segments: segments.map((segment) => ({ ...segment, dead: [] })) } };
}

function datasetOf({ dataset = 'aws.cloudtrail' }: Sample): string {
  return dataset;
}

function eventOf({ at: time, fields, request }: Sample, offset: number): SampleEvent {
  const raw = JSON.stringify({ requestParameters: request ?? null });
  return { offset, time: at(time), fields: { 'event.id': `event-${offset}`, ...fields }, raw };
}

/** The same events as rows of a search, in the order given. */
export function rowsOfSamples(samples: readonly Sample[]): EventRow[] {
  return samples.map((sample, offset) => ({
    object: 'object',
    offset,
    generation: 1,
    dataset: datasetOf(sample),
    time: at(sample.at),
    fields: sample.fields,
  }));
}
