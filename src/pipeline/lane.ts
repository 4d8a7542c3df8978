import type { EventBatch, ObjectRef } from '../core/batch/event-batch.ts';
import type { RecordBatch, RecordReader, ResumePoint } from '../core/codecs/reader.ts';
import type { Reject } from '../core/error/reject.ts';
import type { Match } from '../state/alerts.ts';
import type { ObjectProgress } from '../state/commit.ts';
import type { InvalidFieldOfObject } from '../state/invalid-fields.ts';

/** Turns the bytes of one log type's objects into sealed batches of events. Objects are read one after the other. */
export interface Lane {
  readonly logType: string;
  readonly mapping: string;
  begin(object: LaneObject): void;
  push(bytes: Uint8Array): void;
  /** The object is over; `reject` is what became of its unreadable rest. */
  end(reject?: Omit<Reject, 'object'>): void;
  /** The object cannot be read further now; a later run goes on behind its last whole record. */
  stop(): void;
  readonly rows: number;
  readonly rawBytes: number;
  /** When the first record since the last seal came in, milliseconds of the clock; null when there is none. */
  readonly openedAt: number | null;
  /** Hands over what was read since the last seal; null when that is nothing at all. */
  seal(): Sealed | null;
}

export interface LaneObject {
  /** The ledger's id of the object, `ref.id`. */
  readonly ref: ObjectRef;
  readonly resume?: ResumePoint;
}

/** A batch of events with all that is to be committed with it. */
export interface Sealed {
  readonly logType: string;
  readonly received: bigint;
  readonly batch: EventBatch;
  readonly rejects: readonly Reject[];
  readonly matches: readonly Match[];
  readonly progress: readonly ObjectProgress[];
  readonly invalid: readonly InvalidFieldOfObject[];
}

/** What a lane is made of. */
export interface LaneParts {
  readonly logType: string;
  readonly mapping: string;
  readonly reader: RecordReader;
  /** Events, and the records that cannot become one. */
  readonly toEvents: (records: RecordBatch, objects: readonly ObjectRef[], received: bigint) => Normalized;
  readonly detect: (batch: EventBatch) => readonly Match[];
  /** Forgets dictionaries once a segment's worth of rows was sealed. */
  readonly reset: () => void;
  readonly clock: () => bigint;
}

export interface Normalized {
  readonly batch: EventBatch;
  readonly rejects: readonly Reject[];
  readonly invalid: readonly InvalidFieldOfObject[];
}

interface OpenObject {
  readonly ref: ObjectRef;
  done: boolean;
  /** Set when reading stopped before the end. */
  stoppedAt: ResumePoint | null;
}

export function createLane(parts: LaneParts): Lane {
  const { reader, clock } = parts;
  let objects: OpenObject[] = [];
  /** The number the reader knows `objects[0]` by: it goes on with an object's number after a seal in its middle. */
  let first = 0;
  let endRejects: Reject[] = [];
  let openedAt: number | null = null;
  const milliseconds = () => Number(clock() / 1_000_000n);

  return {
    logType: parts.logType,
    mapping: parts.mapping,
    begin({ ref, resume }) {
      objects.push({ ref, done: false, stoppedAt: null });
      reader.begin(first + objects.length - 1, resume);
      openedAt ??= milliseconds();
    },
    push: (bytes) => reader.push(bytes),
    end(reject) {
      reader.end();
      if (reject !== undefined) endRejects.push({ ...reject, object: objects.length - 1 });
      objects[objects.length - 1].done = true;
    },
    stop() {
      objects[objects.length - 1].stoppedAt = reader.resume;
    },
    get rows() {
      return reader.rows;
    },
    get rawBytes() {
      return reader.rawBytes;
    },
    get openedAt() {
      return openedAt;
    },
    seal() {
      if (objects.length === 0) return null;
      const sealed = sealBatch(parts, { objects, first, endRejects });
      parts.reset();
      endRejects = [];
      const last = objects[objects.length - 1];
      const goesOn = !last.done && last.stoppedAt === null;
      first += goesOn ? objects.length - 1 : objects.length;
      objects = goesOn ? [last] : [];
      openedAt = goesOn ? milliseconds() : null;
      return sealed;
    },
  };
}

interface Gathered {
  readonly objects: readonly OpenObject[];
  readonly first: number;
  readonly endRejects: readonly Reject[];
}

function sealBatch(parts: LaneParts, { objects, first, endRejects }: Gathered): Sealed {
  const received = parts.clock();
  const refs = objects.map((object) => object.ref);
  const {
    batch,
    rejects: unusable,
    invalid,
  } = parts.toEvents(numberedFrom(parts.reader.take(), first), refs, received);
  const rejects = [...unusable, ...endRejects];
  const progress = progressOf(parts, { objects, batch, rejects, resume: parts.reader.resume });
  return { logType: parts.logType, received, batch, rejects, matches: parts.detect(batch), progress, invalid };
}

/** Object numbers counted from this batch's first object. */
function numberedFrom(records: RecordBatch, first: number): RecordBatch {
  if (first === 0) return records;
  return {
    ...records,
    object: records.object.map((object) => object - first),
    rejects: records.rejects.map((reject) => ({ ...reject, object: reject.object - first })),
  };
}

interface Taken {
  readonly objects: readonly OpenObject[];
  readonly batch: EventBatch;
  readonly rejects: readonly Reject[];
  readonly resume: ResumePoint;
}

function progressOf(parts: LaneParts, { objects, batch, rejects, resume }: Taken): ObjectProgress[] {
  const events = new Uint32Array(objects.length);
  for (let row = 0; row < batch.rows; row++) events[batch.object[row]]++;
  const rejected = new Uint32Array(objects.length);
  for (const reject of rejects) rejected[reject.object]++;
  return objects.map(({ ref, done, stoppedAt }, index) => ({
    object: ref.id,
    generation: ref.generation,
    mapping: parts.mapping,
    logType: parts.logType,
    done,
    resume: done ? { offset: 0, state: '' } : (stoppedAt ?? resume),
    counts: { read: events[index] + rejected[index], events: events[index], rejects: rejected[index], filtered: 0 },
  }));
}
