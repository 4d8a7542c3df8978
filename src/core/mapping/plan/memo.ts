import type { Dictionary } from '../../batch/dictionary.ts';
import { ValueKind } from '../../batch/dictionary.ts';
import type { TargetResult, Value } from '../target.ts';
import { type Cells, pinned } from './cells.ts';
import { grown } from './pair-table.ts';

/** For one output of an operation: input id → code, extended as ids appear. */
export class OutputMemo {
  codes = new Uint32Array(64);
  /** True as long as every value is its input's, so that the output can share ids and dictionary. */
  #isUnchanged: boolean;
  /** Some id has a code, so the column is worth making. */
  any = false;
  hasPins = false;
  /** Ids whose value did not fit, with the value. */
  readonly invalid = new Map<number, string>();
  readonly #cells: Cells;
  readonly #dictionary: Dictionary | undefined;

  /** `dictionary` is the input's, when the output may share it. */
  constructor(cells: Cells, dictionary: Dictionary | undefined) {
    this.#cells = cells;
    this.#dictionary = dictionary;
    this.#isUnchanged = dictionary !== undefined;
  }

  /** The dictionary of the input, when the output is the same. */
  get shared(): Dictionary | undefined {
    return this.#isUnchanged ? this.#dictionary : undefined;
  }

  /** The result for the next id; ids come in order from 0. `input` are the values it was made from. */
  set(id: number, result: TargetResult, input: readonly Value[]): void {
    if (id >= this.codes.length) this.codes = grown(this.codes, id + 1);
    if (result.invalid !== undefined) this.invalid.set(id, result.invalid);
    if (result.value !== undefined) this.any = true;
    if (this.#isUnchanged) {
      if (isSame(id, result, input)) return;
      this.#giveUpSharing(id);
    }
    this.codes[id] = codeOf(result, this.#cells);
    if (this.codes[id] === pinned) this.hasPins = true;
  }

  /** Ids before this one were unchanged and have no codes yet. */
  #giveUpSharing(id: number): void {
    this.#isUnchanged = false;
    for (let earlier = 1; earlier < id; earlier++) {
      this.codes[earlier] = this.#cells.put(this.#dictionary!.text(earlier));
    }
  }
}

export function codeOf(result: TargetResult, cells: Cells): number {
  if (result.value === undefined) return 0;
  return result.value === null ? pinned : cells.put(result.value);
}

/** Id 0 must stay absent, and a null or an object of the vendor's must not show through the shared dictionary. */
function isSame(id: number, result: TargetResult, input: readonly Value[]): boolean {
  if (id === 0) return result.value === undefined;
  if (input.length !== 1 || result.value !== input[0].text) return false;
  const kind = input[0].kind;
  return kind === ValueKind.text || kind === ValueKind.number || kind === ValueKind.boolean;
}
