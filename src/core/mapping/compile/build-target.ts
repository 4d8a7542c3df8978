import { coercion, takesAnyText } from '../field/coerce.ts';
import type { FieldValue, Input, Read, Target, TargetResult } from '../target.ts';
import { type Evaluator, instantItem, numberItem, type Run, textItem, unionInputs } from '../value/item.ts';
import type { Candidate } from './candidate.ts';

/** The field that the candidates, weakest first, fill: of those whose conditions hold the strongest that is present. */
export function buildTarget(candidates: readonly Candidate[]): Target {
  const { field } = candidates[0];
  const adds = field.name.startsWith('related.');
  const live = (adds ? candidates : reachable(candidates)).toReversed();
  const coerce = coercion(field);
  const only = live.length === 1 && live[0].conditions.length === 0 ? live[0].value.copies : undefined;
  return {
    field: field.name,
    type: field.type,
    array: field.array ?? false,
    inputs: [...inputsOf(live)].sort(),
    adds,
    ...(only !== undefined && { copies: only }),
    ...(only !== undefined && takesAnyText(field) && { takesAnyText: true as const }),
    evaluate(read: Read): TargetResult {
      const run: Run = { read, invalid: undefined };
      const value = adds ? addAll(live, run, coerce) : strongest(live, run, coerce);
      return value === undefined && run.invalid !== undefined ? { value, invalid: run.invalid } : { value };
    },
  };
}

type CoerceItems = ReturnType<typeof coercion>;

function strongest(live: readonly Candidate[], run: Run, coerce: CoerceItems): FieldValue | null | undefined {
  for (const candidate of live) {
    if (!candidate.conditions.every((condition) => condition.holds(run))) continue;
    if (candidate.pins) return null;
    const value = coerce(candidate.value.evaluate(run), run);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** All values of all lines, in the order of the file. */
function addAll(live: readonly Candidate[], run: Run, coerce: CoerceItems): FieldValue | undefined {
  const holding = live.toReversed().filter(({ conditions }) => conditions.every((condition) => condition.holds(run)));
  return coerce(
    holding.flatMap(({ value }) => value.evaluate(run)),
    run,
  );
}

/** Without the lines below one that is always there: they can never show. */
function reachable(candidates: readonly Candidate[]): readonly Candidate[] {
  const from = candidates.findLastIndex(
    ({ conditions, pins, value }) => conditions.length === 0 && (pins || isConstant(value)),
  );
  return candidates.slice(Math.max(from, 0));
}

function isConstant(value: Evaluator): boolean {
  return value.inputs.size === 0 && value.evaluate({ read: () => [], invalid: undefined }).length > 0;
}

function inputsOf(candidates: readonly Candidate[]): Set<Input> {
  return unionInputs(candidates.flatMap(({ conditions, value, pins }) => [...conditions, ...(pins ? [] : [value])]));
}

/** What the candidates give, as values again: how an extending mapping reads `$ecs.<field>` of the one below. */
export function targetEvaluator(target: Target): Evaluator {
  return {
    inputs: new Set(target.inputs),
    instants: target.type === 'date',
    evaluate(run) {
      const { value } = target.evaluate(run.read);
      if (value === null || value === undefined) return [];
      if (Array.isArray(value)) return value.map(textItem);
      if (target.type === 'date') return [instantItem(value as bigint)];
      return [typeof value === 'string' ? textItem(value) : numberItem(String(value))];
    },
  };
}
