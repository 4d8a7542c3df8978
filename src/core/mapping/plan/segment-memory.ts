import { GrowingDictionary } from '../../batch/dictionary.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import { type Cells, cellKind } from './cells.ts';
import { IdTable } from './id-table.ts';
import { ListCells } from './list-cells.ts';
import type { OutputMemo } from './memo.ts';
import { booleanCells, DoubleCells, Int64Cells } from './number-cells.ts';
import type { Operation } from './operation.ts';
import { PairTables } from './pair-tables.ts';
import { TextCells } from './text-cells.ts';

/** One operation's memo over one source of ids. */
export interface SourceMemo {
  /** Ids below this one are evaluated. */
  done: number;
  /** In memos of a first input (`first-read.ts`): whose results need another one too, those of absent or of some value. */
  needsMore?: 'absent' | 'some';
  readonly outputs: readonly OutputMemo[];
}

/** Everything a plan has learnt since `reset`: values, lists, tuples and what came of them. */
export class SegmentMemory {
  readonly pairs = new PairTables();
  readonly #cells = new Map<string, Cells>();
  readonly #memos = new Map<Operation, Map<string, Map<object, SourceMemo>>>();
  readonly #texts = new Map<object, GrowingDictionary>();
  readonly #tables = new Map<object, Map<object, IdTable>>();

  /** The field's own cells. */
  cells(field: string, type: EcsType, array: boolean): Cells {
    let cells = this.#cells.get(field);
    if (cells === undefined) {
      cells = createCells(type, array);
      this.#cells.set(field, cells);
    }
    return cells;
  }

  /** The memo of an operation for the inputs that are there (`present`) and whose ids they are. */
  memo(operation: Operation, present: string, source: object, create: () => SourceMemo): SourceMemo {
    const bySource = getOrAdd(
      getOrAdd(this.#memos, operation, newMap<string, Map<object, SourceMemo>>),
      present,
      newMap<object, SourceMemo>,
    );
    return getOrAdd(bySource, source, create);
  }

  /** Texts of the owner's own: an operation is asked about every value of its input, so no other's may be among them. */
  texts(owner: object): GrowingDictionary {
    return getOrAdd(this.#texts, owner, () => new GrowingDictionary());
  }

  /** A table from a source's ids to codes of the owner's own. */
  table(owner: object, source: object): IdTable {
    return getOrAdd(getOrAdd(this.#tables, owner, newMap<object, IdTable>), source, () => new IdTable());
  }
}

function createCells(type: EcsType, array: boolean): Cells {
  switch (cellKind(type, array)) {
    case 'list':
      return new ListCells();
    case 'int64':
      return new Int64Cells();
    case 'double':
      return new DoubleCells();
    case 'boolean':
      return booleanCells;
    case 'text':
      return new TextCells();
  }
}

function newMap<K, V>(): Map<K, V> {
  return new Map();
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}
