import type { ColumnMemory } from '../../batch/column-memory.ts';
import type { Input } from '../target.ts';
import { type FieldState, hasEveryRow, mergeStates, stateSlot } from './field-state.ts';
import type { Output } from './operation.ts';
import { type RecordInputs, recordSlot } from './record-slots.ts';
import type { SegmentMemory } from './segment-memory.ts';
import type { Slot } from './slot.ts';
import type { PairedColumns } from './tuple.ts';

/** Values of an object that did not fit their field: how many rows, and one of them. */
export interface InvalidCount {
  /** Index into the batch's objects. */
  readonly object: number;
  readonly field: string;
  readonly count: number;
  readonly example: string;
}

/** One batch in the making: its inputs, and the fields made so far. */
export class BatchWork {
  readonly paired: PairedColumns = new Map();
  readonly inputs: RecordInputs;
  readonly memory: SegmentMemory;
  /** By object and field. */
  readonly #invalid = new Map<number, Map<string, { count: number; readonly example: string }>>();
  readonly #fields = new Map<string, FieldState>();
  readonly #slots = new Map<Input, Slot | undefined>();

  constructor(inputs: RecordInputs, memory: SegmentMemory) {
    this.inputs = inputs;
    this.memory = memory;
  }

  /** Where arrays of a row each are made. */
  get columns(): ColumnMemory {
    return this.inputs.batch.memory;
  }

  get rows(): number {
    return this.inputs.batch.rows;
  }

  get fields(): ReadonlyMap<string, FieldState> {
    return this.#fields;
  }

  /** An input of the batch, or undefined when no row has it. */
  slot(input: Input): Slot | undefined {
    if (this.#slots.has(input)) return this.#slots.get(input);
    const slot = input.startsWith('$ecs.')
      ? this.#fieldSlot(input.slice('$ecs.'.length))
      : recordSlot(input, this.inputs, this.memory.pairs);
    this.#slots.set(input, slot);
    return slot;
  }

  /** No row is left that something weaker could fill. */
  isFull(field: string): boolean {
    const state = this.#fields.get(field);
    return state !== undefined && hasEveryRow(state);
  }

  merge(output: Output, state: FieldState): void {
    const { field, type, array } = output;
    this.set(
      field,
      mergeStates(this.#fields.get(field), state, {
        merge: output.merge,
        own: this.memory.cells(field, type, array),
        columns: this.columns,
      }),
    );
  }

  set(field: string, state: FieldState): void {
    this.#fields.set(field, state);
    this.#slots.delete(`$ecs.${field}`);
  }

  countInvalid(field: string, row: number, example: string): void {
    const object = this.inputs.batch.object[row];
    let fields = this.#invalid.get(object);
    if (fields === undefined) {
      fields = new Map();
      this.#invalid.set(object, fields);
    }
    const known = fields.get(field);
    if (known === undefined) fields.set(field, { count: 1, example });
    else known.count++;
  }

  get invalid(): InvalidCount[] {
    return [...this.#invalid].flatMap(([object, fields]) =>
      [...fields].map(([field, { count, example }]) => ({ object, field, count, example })),
    );
  }

  #fieldSlot(field: string): Slot | undefined {
    const state = this.#fields.get(field);
    return state === undefined ? undefined : stateSlot(state);
  }
}
