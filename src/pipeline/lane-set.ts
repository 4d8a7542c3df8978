import { randomBytes } from 'node:crypto';
import { int64ToBigInt } from '../core/batch/column.ts';
import { MemoryPool } from '../core/batch/column-memory.ts';
import { type EventBatch, rowId } from '../core/batch/event-batch.ts';
import { createReader } from '../core/codecs/create-reader.ts';
import { parsePath } from '../core/codecs/path.ts';
import type { WantedPath } from '../core/codecs/reader.ts';
import { createDetector, type Detector } from '../core/detect/create-detector.ts';
import { KushiError } from '../core/error/error.ts';
import { columnValue } from '../core/event/batch-row.ts';
import type { LogType } from '../core/logtype/load-logtype.ts';
import { createRouter } from '../core/logtype/route.ts';
import type { Derivation } from '../core/mapping/derivations/derivation.ts';
import { createPlan } from '../core/mapping/plan/create-plan.ts';
import type { Match } from '../state/alerts.ts';
import type { Content } from './content.ts';
import { eventEvidence } from './event-evidence.ts';
import type { Claim } from './intake.ts';
import { createLane, type Lane } from './lane.ts';
import { openRecord } from './open-record.ts';

/** The lanes of a reader: one a log type and zone, made when the first object of it comes. */
export interface LaneSet {
  /** Gives a batch's memory back, once nobody reads it any more, for the batches to come. */
  readonly giveBack: (batch: EventBatch) => void;
  readonly all: () => Iterable<Lane>;
  readonly laneFor: (claim: Claim, head: Uint8Array) => Lane | { readonly reason: string };
}

export interface LaneSetOptions {
  readonly content: Content;
  readonly derivations: readonly Derivation[];
  readonly maxRecordBytes: number;
  readonly clock: () => bigint;
}

export function createLaneSet(options: LaneSetOptions): LaneSet {
  const { content } = options;
  const lanes = new Map<string, Lane>();
  const pool = new MemoryPool();
  const route = createRouter([...content.logTypes.values()].map(({ definition }) => definition));
  const decoder = new TextDecoder();
  const lane = (id: string, zone = ''): Lane | { readonly reason: string } => {
    const known = lanes.get(`${id} ${zone}`);
    if (known !== undefined) return known;
    const logType = content.logTypes.get(id);
    if (logType === undefined) return { reason: `LOGTYPE_UNKNOWN There is no log type ${id}.` };
    const made = logTypeLane(logType, zone, { ...options, pool });
    lanes.set(`${id} ${zone}`, made);
    return made;
  };
  return {
    giveBack: ({ memory }) => memory?.close(),
    all: () => lanes.values(),
    laneFor(claim, head) {
      if (claim.logType !== null) return lane(claim.logType, claim.zone);
      const routed = route(claim.ref.key, decoder.decode(head));
      if ('id' in routed) return lane(routed.id, claim.zone);
      if ('ambiguous' in routed)
        return { reason: `ROUTE_AMBIGUOUS ${routed.ambiguous.join(' and ')} both claim it; give --type.` };
      return { reason: 'LOGTYPE_UNKNOWN No log type knows this key or content; give --type.' };
    },
  };
}

function logTypeLane(
  logType: LogType,
  zone: string,
  { content, derivations, maxRecordBytes, pool, clock }: LaneSetOptions & { readonly pool: MemoryPool },
): Lane {
  const { definition, mapping, mappingVersion } = logType;
  const open = openRecord(content);
  const keywordTexts = (dataset: string, raw: Uint8Array) => open(dataset, raw).keywords();
  const detector = createDetector(content.rules.rules, content.fieldTypes, { keywordTexts });
  const recordPaths = detector.wantedRecordPaths(definition.id).map(recordPath);
  const plan = createPlan({ definition, mapping, mappingId: mappingVersion, derivations, recordPaths });
  const reader = createReader(definition.codec, plan.paths, {
    seed: randomBytes(8).readBigUInt64LE(),
    maxRecordBytes,
    pool,
    mapping,
    numbers: new Set(plan.numbers),
    wrappers: definition.wrappers,
    facts: plan.facts,
  });
  const constants = new Map(zone === '' ? [] : [['$source.zone', zone]]);
  return createLane({
    logType: definition.id,
    mapping: mappingVersion,
    reader,
    toEvents: (records, objects, received) => {
      const { batch, rejects, invalid } = plan.run(records, objects, { received, constants });
      const fields = invalid.map(({ object, field, count, example }) => {
        const { id, generation } = objects[object];
        return { object: id, generation, logType: definition.id, field, count, example };
      });
      return { batch, rejects: [...records.rejects, ...rejects], invalid: fields };
    },
    detect: (batch) => matchesIn(batch, { detector, content, logType }),
    reset: () => {
      reader.reset();
      plan.reset();
      detector.reset();
    },
    clock,
  });
}

/** A path a rule names, for the reader: `requestParameters.userName` → `.requestParameters.userName`. */
function recordPath(name: string): WantedPath {
  const parsed = parsePath(`.${name}`);
  if (!parsed.ok) throw new KushiError('INTERNAL', `The vendor path ${name} of a rule cannot be read.`);
  return { name, steps: parsed.steps };
}

interface Detection {
  readonly detector: Detector;
  readonly content: Content;
  readonly logType: LogType;
}

function matchesIn(batch: EventBatch, { detector, content, logType }: Detection): Match[] {
  return detector.run(batch).map(({ rule, row }) => {
    const { rule: sigma, path } = content.rules.rules[rule];
    const object = batch.objects[batch.object[row]].id;
    const offset = batch.offset[row];
    return {
      rule: { id: sigma.id ?? sigma.title, title: sigma.title, level: sigma.level, path },
      object,
      offset,
      dataset: batch.dataset,
      time: int64ToBigInt(batch.time.words, row),
      event: textOf(batch, 'event.id', row) ?? rowId(object, offset),
      entity: primaryEntity(batch, logType, row),
      evidence: eventEvidence((field) => textOf(batch, field, row)),
    };
  });
}

/** The first of the log type's entities that the event has; the log type itself when it has none. */
function primaryEntity(batch: EventBatch, { definition }: LogType, row: number): Match['entity'] {
  for (const kind of definition.entities.keys()) {
    const value = textOf(batch, kind, row);
    if (value !== undefined) return { kind, value };
  }
  return { kind: 'event.dataset', value: batch.dataset };
}

function textOf(batch: EventBatch, field: string, row: number): string | undefined {
  const column = batch.fields.get(field);
  if (column === undefined) return undefined;
  const value = columnValue(column, row);
  return value === undefined ? undefined : String(Array.isArray(value) ? value[0] : value);
}
