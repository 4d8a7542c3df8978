import type { PathStep } from '../../codecs/reader.ts';
import type { Let, RecordShape } from '../ast.ts';
import type { FieldInfo, FieldTable } from '../field/field-info.ts';
import type { Findings } from '../findings.ts';
import type { Table } from '../table/table.ts';
import type { Input } from '../target.ts';
import type { Evaluator } from '../value/item.ts';
import type { Wrapper } from '../wrappers.ts';
import type { WrittenPath } from './check-samples.ts';
import type { Scope } from './scope.ts';

/** What is known while one mapping is compiled. */
export interface Context {
  readonly findings: Findings;
  readonly fields: FieldTable;
  readonly record: RecordShape;
  readonly absent: ReadonlySet<string>;
  /** Zone of times without one: `record.zone`, else the log type's. */
  readonly zone: string | undefined;
  readonly tables: ReadonlyMap<string, Table>;
  readonly wrappers: readonly Wrapper[];
  /** Where the elements are that become events; `$parent` is the record around one. */
  readonly each: readonly PathStep[] | undefined;
  /** Every path that was compiled, by its text. */
  readonly paths: Map<Input, WrittenPath>;
}

/** Where an expression stands. */
export interface Frame {
  readonly context: Context;
  readonly scope: Scope;
  /** The field that the value goes to, when it goes there without another function. */
  readonly field?: FieldInfo;
  /** Whether constants are comma lists here: nowhere, in rows of `map` only, everywhere. */
  readonly commas: 'none' | 'maps' | 'all';
  /** Paths start at the element of an `{ each, as }` instead of the record. */
  readonly element: boolean;
  /** `$ecs.<field>`, where it may be read. */
  readonly ecs?: (field: string) => Evaluator | undefined;
  /** Definitions being compiled, to find those that need themselves. */
  readonly busy: readonly Let[];
}

/** The frame of a source: its constants go through functions and comparisons before they reach a field. */
export function sourceFrame(frame: Frame): Frame {
  const { field: _, ...rest } = frame;
  return { ...rest, commas: 'none' };
}
