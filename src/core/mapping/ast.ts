import type { PathStep } from '../codecs/reader.ts';
import type { Cell } from './cell.ts';
import type { Table } from './table/table.ts';
import type { Place } from './yaml/yaml-node.ts';

/** An argument of a function: `"/"` is quoted, `-1` is not. */
export interface Argument {
  readonly text: string;
  readonly quoted: boolean;
}

/** One function of a pipe. */
export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly place: Place;
  /** Where the arguments begin, which is what an ARGUMENT problem points at. */
  readonly argsPlace: Place;
}

export interface TemplatePart {
  readonly value: Expression;
  /** An optional part that is absent leaves nothing; any other makes the whole text absent. */
  readonly optional: boolean;
}

export interface MapRow {
  readonly cell: Cell;
  readonly value: Expression;
}

export interface Member {
  readonly name: string;
  readonly value: Expression;
}

/** Where a value comes from. */
export type Expression =
  | { readonly kind: 'constant'; readonly text: string; readonly place: Place }
  | { readonly kind: 'null'; readonly place: Place }
  | {
      readonly kind: 'path';
      readonly steps: readonly PathStep[];
      readonly place: Place;
      /** One of several choices of prefixes: no record has them all. */
      readonly choice?: true;
    }
  | { readonly kind: 'name'; readonly name: string; readonly steps: readonly PathStep[]; readonly place: Place }
  | { readonly kind: 'pipe'; readonly from: Expression; readonly calls: readonly Call[]; readonly place: Place }
  | { readonly kind: 'first'; readonly options: readonly Expression[]; readonly place: Place }
  | { readonly kind: 'all'; readonly items: readonly Expression[]; readonly place: Place }
  | { readonly kind: 'map'; readonly from: Expression; readonly rows: readonly MapRow[]; readonly place: Place }
  | { readonly kind: 'template'; readonly parts: readonly (string | TemplatePart)[]; readonly place: Place }
  | { readonly kind: 'objects'; readonly from: Expression; readonly members: readonly Member[]; readonly place: Place }
  | {
      readonly kind: 'continue';
      readonly from: Expression;
      readonly steps: readonly PathStep[];
      readonly place: Place;
    };

export type Test =
  | { readonly kind: 'cell'; readonly cell: Cell }
  | { readonly kind: 'cidr'; readonly networks: readonly string[]; readonly place: Place };

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'test'; readonly value: Expression; readonly tests: readonly Test[] };

export interface Assignment {
  readonly field: string;
  readonly place: Place;
  readonly value: Expression;
}

export interface Let {
  readonly name: string;
  readonly place: Place;
  readonly value: Expression;
}

export interface Pattern {
  readonly kind: 'pattern' | 'regex';
  readonly text: string;
  readonly place: Place;
  readonly set: readonly Assignment[];
}

export interface Match {
  readonly from: Expression;
  readonly place: Place;
  readonly patterns: readonly Pattern[];
  /** A pattern table instead of patterns: its keys are tried on `by`, then the patterns of the rows that are left. */
  readonly table?: { readonly name: string; readonly by: readonly Expression[]; readonly place: Place };
}

export interface Classify {
  readonly table: string;
  readonly by: readonly Expression[];
  readonly place: Place;
}

export interface Case {
  readonly cell: Cell;
  readonly place: Place;
  /** `*`: the rest, absent values included. */
  readonly rest: boolean;
  readonly block: Block;
}

export interface Switch {
  readonly by: Expression;
  readonly cases: readonly Case[];
}

/** The one structure: the mapping itself, a case of a switch, a step, a fragment. */
export interface Block {
  readonly when?: Condition;
  readonly lets: readonly Let[];
  readonly matches: readonly Match[];
  readonly classifies: readonly Classify[];
  readonly set: readonly Assignment[];
  readonly switch?: Switch;
  readonly steps: readonly Block[];
}

export interface Pairs {
  readonly at: readonly PathStep[];
  readonly name: string;
  readonly value: readonly string[];
  readonly into: readonly PathStep[];
}

export interface Nested {
  readonly path: readonly PathStep[];
  readonly calls: readonly Call[];
}

export interface RecordShape {
  readonly absent: readonly string[];
  readonly text: readonly Pattern[];
  readonly columns?: readonly string[];
  readonly columnCases?: { readonly by: number; readonly cases: ReadonlyMap<string, readonly string[]> };
  readonly pairs: readonly Pairs[];
  readonly nested: readonly Nested[];
  /** An IANA name or offset. */
  readonly zone?: string;
}

export interface TableSource {
  readonly table: Table;
  /** Rows of an extending mapping, which stand before those of the same table below. */
  readonly before: boolean;
}

export interface Mapping {
  readonly place: Place;
  readonly use: readonly { readonly name: string; readonly place: Place }[];
  readonly extends?: { readonly id: string; readonly place: Place };
  readonly each?: readonly PathStep[];
  readonly record: RecordShape;
  readonly tables: ReadonlyMap<string, TableSource>;
  readonly block: Block;
}
