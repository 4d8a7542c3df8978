import type { Column, Int64Column } from '../../batch/column.ts';
import type { EventBatch, ObjectRef } from '../../batch/event-batch.ts';
import type { RecordBatch, WantedPath } from '../../codecs/reader.ts';
import type { Reject } from '../../error/reject.ts';
import type { LogTypeDefinition } from '../../logtype/logtype.ts';
import { constantFields } from '../derivations/constant-fields.ts';
import type { Derivation } from '../derivations/derivation.ts';
import { relatedFields } from '../derivations/related.ts';
import type { CompiledMapping, Input } from '../target.ts';
import { wrappers } from '../wrappers.ts';
import { BatchWork, type InvalidCount } from './batch-work.ts';
import { checkTime } from './check-time.ts';
import { type Collection, runCollection } from './collection.ts';
import { derivationOperations } from './derivation-operations.ts';
import { type FieldState, visibleCodes } from './field-state.ts';
import { type Operation, targetOperation } from './operation.ts';
import { recordColumns } from './record-columns.ts';
import { runOperation } from './run-operation.ts';
import { SegmentMemory } from './segment-memory.ts';
import { type Kept, selectBytes, selectDoubles, selectIds } from './select-rows.ts';
import { isEmpty } from './slot.ts';

export interface PlanOptions {
  readonly definition: LogTypeDefinition;
  readonly mapping: CompiledMapping;
  /** `<version>-<hash>` of the log type, kept with every event. */
  readonly mappingId: string;
  /** In their order; those whose inputs the mapping never sets are left out. */
  readonly derivations: readonly Derivation[];
  /** The vendor's paths that rules and dashboards ask for, beside those of the mapping. */
  readonly recordPaths: readonly WantedPath[];
}

export interface PlanContext {
  /** When the records came in, INT64 nanoseconds: times more than a day later are refused. */
  readonly received: bigint;
  /** Inputs that are the same for the whole batch: `$source.zone` and what wrappers know. */
  readonly constants?: ReadonlyMap<Input, string>;
}

export interface PlanResult {
  readonly batch: EventBatch;
  /** Rows without a usable time. Rejects of the reader are not among them. */
  readonly rejects: readonly Reject[];
  /** By object and field. */
  readonly invalid: readonly InvalidCount[];
}

/** Makes events of records, once per distinct values. */
export interface Plan {
  /** What the reader is to take from each record. */
  readonly paths: readonly WantedPath[];
  /** Those of `paths` that are best read as numbers: a field copies them, and nothing else looks at them. */
  readonly numbers: readonly string[];
  /** What is read of wrappers (`$cwl.timestamp`): columns of the batch by these names. */
  readonly facts: readonly string[];
  /** `objects` are those the batch's rows name by index. Columns stay valid; dictionaries grow until `reset`. */
  run(batch: RecordBatch, objects: readonly ObjectRef[], context: PlanContext): PlanResult;
  /** Forgets all values, as the reader does at the same time. */
  reset(): void;
}

interface Steps {
  readonly operations: readonly Operation[];
  readonly collections: readonly Collection[];
}

export function createPlan(options: PlanOptions): Plan {
  const steps = planSteps(options);
  let memory = new SegmentMemory();
  return {
    paths: wantedPaths(options),
    numbers: numberPaths(options),
    facts: wrapperFacts(options),
    run(batch, objects, context) {
      const work = new BatchWork({ batch, objects, constants: context.constants ?? new Map() }, memory);
      for (const operation of steps.operations) runOperation(operation, work);
      for (const collection of steps.collections) runCollection(collection, work);
      return finish(work, options, context);
    },
    reset() {
      memory = new SegmentMemory();
    },
  };
}

function planSteps({ definition, mapping, derivations }: PlanOptions): Steps {
  const absent = new Set(mapping.absent);
  const targets = mapping.targets.map((target) => targetOperation(target, absent));
  const made = new Set(mapping.targets.map((target) => target.field));
  const derived = derivationOperations([...derivations, constantFields(definition)], made);
  return { operations: [...targets, ...derived], collections: relatedFields(made) };
}

function wantedPaths(options: PlanOptions): readonly WantedPath[] {
  return [...new Map([...options.mapping.paths, ...rulePaths(options)].map((path) => [path.name, path])).values()];
}

/** The rules' paths are those of the whole record, as it is stored, also when the mapping is of its elements. */
function rulePaths({ mapping, recordPaths }: PlanOptions): readonly WantedPath[] {
  if (mapping.each === undefined) return recordPaths;
  return recordPaths.map(({ name, steps }) => ({ name: `$parent.${name.replace(/^\./, '')}`, steps }));
}

function wrapperFacts({ mapping }: PlanOptions): readonly string[] {
  const inputs = new Set(mapping.targets.flatMap((target) => target.inputs));
  return [...inputs].filter((input) => wrappers.some(({ prefix }) => input.startsWith(`$${prefix}.`)));
}

function numberPaths({ mapping, recordPaths }: PlanOptions): readonly string[] {
  const { targets } = mapping;
  const readers = [...targets.flatMap(({ inputs }) => inputs), ...recordPaths.map(({ name }) => name)];
  return targets.flatMap(({ copies, type, array }) => {
    if (copies === undefined || type !== 'long' || array) return [];
    return readers.filter((input) => input === copies).length === 1 ? [copies] : [];
  });
}

function finish(work: BatchWork, options: PlanOptions, context: PlanContext): PlanResult {
  const { batch, objects } = work.inputs;
  const path = options.mapping.targets.find((target) => target.field === '@timestamp')?.inputs[0];
  const times = work.fields.get('@timestamp');
  const allTimes = times === undefined ? undefined : (column(times, null) as Int64Column);
  const { kept, rejects } = checkTime(allTimes, batch, context.received, path);
  const time = kept === null ? allTimes : times && (column(times, kept) as Int64Column);
  const event: EventBatch = {
    dataset: options.definition.id,
    mapping: options.mappingId,
    rows: kept === null ? batch.rows : kept.length,
    time: time ?? { kind: 'int64', words: new Int32Array(0), present: null },
    fields: fieldColumns(work, kept),
    record: recordColumns(
      batch,
      rulePaths(options).map(({ name }) => name),
      kept,
    ),
    objects,
    object: selectIds(batch.object, kept),
    offset: selectDoubles(batch.offset, kept),
    length: selectIds(batch.length, kept),
    raw: selectBytes(batch.raw, kept),
    memory: batch.memory,
  };
  return { batch: event, rejects, invalid: work.invalid };
}

function fieldColumns(work: BatchWork, kept: Kept): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  for (const [field, state] of work.fields) {
    if (field === '@timestamp') continue;
    const codes = selectIds(visibleCodes(state), kept);
    if (!isEmpty(codes)) columns.set(field, state.cells.column(codes));
  }
  return columns;
}

function column(state: FieldState, kept: Kept): Column {
  return state.cells.column(selectIds(visibleCodes(state), kept));
}
