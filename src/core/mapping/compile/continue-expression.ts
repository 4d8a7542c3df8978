import type { PathStep } from '../../codecs/reader.ts';
import type { Expression } from '../ast.ts';

/**
 * `$name.rest`, where `$name` stands for the expression. A `let` over objects is a choice of prefixes: the rest is put
 * behind each path, so that only what is read becomes a column. Behind functions the path goes on in what they give.
 */
export function continueExpression(expression: Expression, rest: readonly PathStep[]): Expression {
  if (rest.length === 0) return expression;
  switch (expression.kind) {
    case 'path':
    case 'name':
      return { ...expression, steps: [...expression.steps, ...rest] };
    case 'first':
      return { ...expression, options: expression.options.map((option) => choiceOf(continueExpression(option, rest))) };
    case 'all':
      return { ...expression, items: expression.items.map((item) => continueExpression(item, rest)) };
    default:
      return { kind: 'continue', from: expression, steps: rest, place: expression.place };
  }
}

function choiceOf(expression: Expression): Expression {
  return expression.kind === 'path' ? { ...expression, choice: true } : expression;
}
