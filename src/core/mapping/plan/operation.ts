import type { EcsType } from '../../ecs/ecs.ts';
import type { Input, Read, Target, TargetResult } from '../target.ts';

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
  /** One result an output, in their order. */
  evaluate(read: Read): readonly TargetResult[];
}

export function targetOperation(target: Target): Operation {
  const { field, type, array, inputs } = target;
  return {
    inputs,
    outputs: [{ field, type, array, merge: target.adds ? 'add' : 'replace' }],
    ...(target.copies === undefined ? {} : { copies: target.copies }),
    evaluate: (read) => [target.evaluate(read)],
  };
}
