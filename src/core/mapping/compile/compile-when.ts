import type { Condition, Test } from '../ast.ts';
import { cellFits } from '../cell.ts';
import { anyNetwork } from '../network.ts';
import type { Input } from '../target.ts';
import { type Items, type Run, unionInputs } from '../value/item.ts';
import { compileExpression } from './compile-expression.ts';
import { type Frame, sourceFrame } from './context.ts';

export interface CompiledCondition {
  readonly inputs: ReadonlySet<Input>;
  holds(run: Run): boolean;
}

/** A condition as a function of its inputs. On many values it holds when some value fits. */
export function compileWhen(condition: Condition, frame: Frame): CompiledCondition {
  if (condition.kind === 'not') {
    const inner = compileWhen(condition.condition, frame);
    return { inputs: inner.inputs, holds: (run) => !inner.holds(run) };
  }
  if (condition.kind !== 'test') {
    const parts = condition.conditions.map((part) => compileWhen(part, frame));
    const holds =
      condition.kind === 'all'
        ? (run: Run): boolean => parts.every((part) => part.holds(run))
        : (run: Run): boolean => parts.some((part) => part.holds(run));
    return { inputs: unionInputs(parts), holds };
  }
  const value = compileExpression(condition.value, sourceFrame(frame));
  const tests = condition.tests.map(compileTest);
  return {
    inputs: value.inputs,
    holds(run) {
      const items = value.evaluate(run);
      return tests.some((test) => test(items));
    },
  };
}

function compileTest(test: Test): (items: Items) => boolean {
  if (test.kind === 'cell') {
    return (items) =>
      items.length === 0 ? cellFits(test.cell, undefined) : items.some((item) => cellFits(test.cell, item.text));
  }
  const contains = anyNetwork(test.networks);
  return (items) => items.some((item) => contains(item.text));
}
