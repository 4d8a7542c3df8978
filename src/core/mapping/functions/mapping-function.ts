import type { ErrorCode } from '../../error/table.ts';
import type { Argument } from '../ast.ts';
import type { Input } from '../target.ts';
import { type Item, type Items, noItems, type Run } from '../value/item.ts';

export interface Example {
  /** The function as written. */
  readonly call: string;
  readonly from: string | readonly string[];
  /** null: absent. Objects are given as their JSON. */
  readonly to: string | readonly string[] | null;
}

/** A call whose arguments are read once; `apply` is asked for each evaluation. */
export interface PreparedCall {
  /** What it reads beside its source: the zone and the object's time, for times without them. */
  readonly inputs?: readonly Input[];
  apply(items: Items, run: Run): Items;
}

/** What a function may know of the mapping around it. */
export interface CallContext {
  /** Zone of times that have none, when neither the mapping nor the log type says more than UTC it is absent. */
  readonly zone: string | undefined;
  /** A one-key table: its value for a key, or undefined when the table does not exist. */
  table(name: string): ((key: string) => string | undefined) | undefined;
  problem(code: ErrorCode, message: string): void;
}

/** One function of the closed set: what it is called, how it is described, and what it does. */
export interface MappingFunction {
  readonly name: string;
  /** For the page of the specification: `part "sep" n`. */
  readonly usage: string;
  /** Completes "… takes": `a separator and a number: part "/" -1`. */
  readonly takes: string;
  /** One sentence: what it does, and what when it does not apply. */
  readonly doc: string;
  readonly gives: 'text' | 'list' | 'number' | 'date' | 'object' | 'same';
  readonly examples: readonly Example[];
  /** Undefined when the arguments do not fit `takes`. Problems of another kind go to the context. */
  prepare(args: readonly Argument[], context: CallContext): PreparedCall | undefined;
}

/** A call that works on each value by itself; an item that gives undefined drops out. */
export function eachItem(step: (item: Item, run: Run) => Item | undefined): PreparedCall {
  return {
    apply(items, run) {
      // Nearly always there is one, and an array that grows from nothing takes room for many.
      if (items.length === 1) {
        const only = step(items[0], run);
        return only === undefined ? noItems : [only];
      }
      const result: Item[] = [];
      for (const item of items) {
        const made = step(item, run);
        if (made !== undefined) result.push(made);
      }
      return result;
    },
  };
}

/** A call that makes any number of values of each. */
export function eachToMany(step: (item: Item, run: Run) => Items): PreparedCall {
  return { apply: (items, run) => items.flatMap((item) => step(item, run)) };
}
