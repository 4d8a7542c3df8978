import { type EcsType, ecsField } from '../../ecs/ecs.ts';
import type { Derivation, Fields } from '../derivations/derivation.ts';
import type { Read, TargetResult, Value } from '../target.ts';
import type { Operation, Output } from './operation.ts';
import { noValues } from './slot.ts';

/**
 * Derivations as operations. Those that nothing can feed are left out; `made`, the fields that earlier operations can set,
 * grows by what the others add.
 */
export function derivationOperations(derivations: readonly Derivation[], made: Set<string>): readonly Operation[] {
  const operations: Operation[] = [];
  for (const derivation of derivations) {
    if (!isFed(derivation, made) || (derivation.unless !== undefined && made.has(derivation.unless))) continue;
    for (const field of derivation.to) made.add(field);
    operations.push(derivationOperation(derivation, made));
  }
  return operations;
}

/** A sum needs all it adds up; other derivations make do with some of their inputs. */
function isFed({ from, needs, arithmetic }: Derivation, made: ReadonlySet<string>): boolean {
  if (needs !== undefined && !made.has(needs)) return false;
  if (from.length === 0) return true;
  return arithmetic === undefined ? from.some((field) => made.has(field)) : from.every((field) => made.has(field));
}

function derivationOperation(derivation: Derivation, made: ReadonlySet<string>): Operation {
  const outputs = derivation.to.map((field): Output => {
    const type: EcsType = ecsField(field)?.type ?? 'keyword';
    return { field, type, array: ecsField(field)?.array ?? false, merge: derivation.canonical ? 'replace' : 'fill' };
  });
  const inputs = derivation.from.filter((field) => made.has(field)).map((field) => `$ecs.${field}`);
  const { narrow, arithmetic, copies } = derivation;
  return {
    inputs,
    outputs,
    ...(narrow === undefined ? {} : { narrow: (value) => narrow(value.text) }),
    ...(arithmetic === undefined ? {} : { arithmetic }),
    ...(copies === undefined ? {} : { copies: inputs[0] }),
    evaluate: evaluation(derivation),
  };
}

/** What is the same for every evaluation is made once: names of inputs, what `derive` is given, and the results. */
function evaluation(derivation: Derivation): (read: Read) => readonly TargetResult[] {
  const { from, to } = derivation;
  const results = to.map((): { value: TargetResult['value'] } => ({ value: undefined }));
  const inputs = new Map(from.map((field) => [field, `$ecs.${field}`]));
  let current: Read = () => noValues;
  const read = (field: string): readonly Value[] => current(inputs.get(field) ?? `$ecs.${field}`);
  const fields: Fields = {
    one: (field) => read(field)[0]?.text,
    all: (field) => read(field).map(({ text }) => text),
  };
  return (reader) => {
    current = reader;
    const derived = derivation.derive(fields);
    for (let at = 0; at < to.length; at++) results[at].value = derived[to[at]];
    return results;
  };
}
