import type { EcsType } from '../../ecs/ecs.ts';
import type { Input, Read, Target, TargetResult, Value } from '../target.ts';

/**
 * What becomes of a row that has the field already. `fill`: it stays (derivations). `replace`: a value or a pin takes its
 * place (the mapping, spellings made canonical). `add`: both, each value once (`related.*`).
 */
export type Merge = 'fill' | 'replace' | 'add';

export interface Output {
  readonly field: string;
  readonly type: EcsType;
  readonly array: boolean;
  readonly merge: Merge;
}

/** One step of a plan: fields made from inputs, and from nothing else, so that it is done once per distinct inputs. */
export interface Operation {
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  /** Set when the only output is this input, unchanged. */
  readonly copies?: Input;
  /** Set with `copies` when texts need no more than to be none of these. */
  readonly absent?: ReadonlySet<string>;
  /** Applied to each distinct value of an input before inputs are paired; see `Derivation.narrow`. */
  readonly narrow?: (value: Value) => string;
  /** Set when the only output is the first input plus or minus the second, below zero absent. */
  readonly arithmetic?: 'sum' | 'difference';
  /** One result an output, in their order. Another evaluation may change them. */
  evaluate(read: Read): readonly TargetResult[];
}

export function targetOperation(target: Target, absent: ReadonlySet<string>): Operation {
  const { field, type, array, inputs } = target;
  return {
    inputs,
    outputs: [{ field, type, array, merge: target.adds ? 'add' : 'replace' }],
    // A copy of another field still goes through this field's type.
    ...(target.copies === undefined || target.copies.startsWith('$ecs.') ? {} : { copies: target.copies }),
    ...(target.takesAnyText === true ? { absent } : {}),
    evaluate: (read) => [target.evaluate(read)],
  };
}
