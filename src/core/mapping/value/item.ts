import { ValueKind } from '../../batch/dictionary.ts';
import type { Input, Read, Value } from '../target.ts';
import { type Data, formatData } from './data.ts';

/** A value on its way through an expression. */
export interface Item extends Value {
  /** What a function took apart (`json`, `kv`, `http`), so that a path can go on in it. */
  readonly data?: Data;
  /** A moment in INT64 nanoseconds: the result of `time`. `text` is the same in decimal. */
  readonly instant?: bigint;
}

export type Items = readonly Item[];

/** One evaluation of a target. */
export interface Run {
  readonly read: Read;
  /** The last value that could not be read as what it should be, for the FIELD_INVALID count. */
  invalid: string | undefined;
  /** The element that the paths of an `{ each, as }` start at. */
  readonly element?: Data;
}

/** A compiled expression: what it reads, and its values in order (none: absent). */
export interface Evaluator {
  readonly inputs: ReadonlySet<Input>;
  /** Whether it gives moments, so that no text is left to be read as one. */
  readonly instants?: boolean;
  /** The input whose values it gives as they are. */
  readonly copies?: Input;
  evaluate(run: Run): Items;
}

export const noItems: Items = [];

export function textItem(text: string): Item {
  return { text, kind: ValueKind.text };
}

export function numberItem(text: string): Item {
  return { text, kind: ValueKind.number };
}

export function instantItem(instant: bigint): Item {
  return new Instant(instant);
}

/** Most moments go into fields of their own, and nobody asks for the text: it is made when somebody does. */
class Instant implements Item {
  readonly kind = ValueKind.number;
  readonly instant: bigint;

  constructor(instant: bigint) {
    this.instant = instant;
  }

  get text(): string {
    return String(this.instant);
  }
}

/** Scalars as they are; objects and lists as JSON, whose text is only made when somebody asks for it. */
export function dataItem(data: Data): Item {
  if (!(data instanceof Map) && !Array.isArray(data)) return data as Value;
  return {
    kind: ValueKind.json,
    data,
    get text() {
      return formatData(data);
    },
  };
}

export function constantEvaluator(items: Items): Evaluator {
  return { inputs: new Set(), evaluate: () => items };
}

export function unionInputs(evaluators: Iterable<{ readonly inputs: ReadonlySet<Input> }>): Set<Input> {
  const inputs = new Set<Input>();
  for (const evaluator of evaluators) for (const input of evaluator.inputs) inputs.add(input);
  return inputs;
}

/** The values of the first choice that has any. */
export function firstPresent(choices: readonly Evaluator[]): Evaluator {
  return {
    inputs: unionInputs(choices),
    instants: choices.every((choice) => choice.instants),
    evaluate(run) {
      for (const choice of choices) {
        const items = choice.evaluate(run);
        if (items.length > 0) return items;
      }
      return noItems;
    },
  };
}
