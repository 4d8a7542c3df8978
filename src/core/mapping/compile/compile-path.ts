import { ValueKind } from '../../batch/dictionary.ts';
import { formatPath } from '../../codecs/path.ts';
import type { PathStep } from '../../codecs/reader.ts';
import type { Expression, Pairs } from '../ast.ts';
import type { Input, Value } from '../target.ts';
import { navigate } from '../value/data.ts';
import { dataItem, type Evaluator, firstPresent, type Items, noItems, type Run } from '../value/item.ts';
import type { WrittenPath } from './check-samples.ts';
import { compileCalls } from './compile-calls.ts';
import type { Context, Frame } from './context.ts';

type Path = Pick<Expression & { kind: 'path' }, 'steps' | 'place' | 'choice'>;

/** A path of the record, or of the element inside `{ each, as }`. */
export function compilePath({ steps, place, choice }: Path, frame: Frame): Evaluator {
  if (frame.element) return elementPath(steps);
  const { context } = frame;
  const nested = context.record.nested.find(({ path }) => startsWith(steps, path));
  if (nested !== undefined) {
    const source = compileCalls(readPath({ steps: nested.path, place }, context), nested.calls, context);
    if (steps.length === nested.path.length) return source;
    const rest = steps.slice(nested.path.length);
    return {
      inputs: source.inputs,
      evaluate: (run) =>
        source.evaluate(run).flatMap((item) => (item.data ? navigate(item.data, rest).map(dataItem) : [])),
    };
  }
  const pairs = context.record.pairs.find(({ into }) => startsWith(steps, into) && steps.length > into.length);
  if (pairs === undefined) return readPath(choice ? { steps } : { steps, place }, context);
  const choices = pairPaths(steps, pairs).map((pair) => readPath({ steps: pair }, context));
  return firstPresent([...choices, readPath({ steps }, context)]);
}

/** `.into.Name.rest` as `.at(name=Name).value.rest`, for each member that may hold the value. */
function pairPaths(steps: readonly PathStep[], pairs: Pairs): PathStep[][] {
  const member = steps[pairs.into.length];
  const name = 'key' in member ? member.key : 'index' in member ? String(member.index) : undefined;
  if (name === undefined) return [];
  const rest = steps.slice(pairs.into.length + 1);
  return pairs.value.map((value) => [...pairs.at, { where: pairs.name, equals: name }, { key: value }, ...rest]);
}

function elementPath(steps: readonly PathStep[]): Evaluator {
  return {
    inputs: new Set(),
    evaluate: (run) => (run.element === undefined ? noItems : navigate(run.element, steps).map(dataItem)),
  };
}

/** The values of an input as the reader gives them, without those that mean nothing. */
function readPath(path: WrittenPath, context: Context): Evaluator {
  const input = formatPath(path.steps);
  if (!context.paths.has(input)) context.paths.set(input, path);
  return readInput(input, context);
}

export function readInput(input: Input, context: Context): Evaluator {
  const means = (value: Value): boolean => !isNothing(value) && !context.absent.has(value.text);
  const evaluate = (run: Run): Items => {
    const values = run.read(input);
    if (values.length === 1) return means(values[0]) ? values : noItems;
    return values.filter(means);
  };
  return { inputs: new Set([input]), copies: input, evaluate };
}

/** An empty object or list counts as absent; zero, false and, unless the mapping says so, an empty text do not. */
function isNothing(value: Value): boolean {
  return (
    value.kind === ValueKind.null || (value.kind === ValueKind.json && (value.text === '{}' || value.text === '[]'))
  );
}

function startsWith(steps: readonly PathStep[], prefix: readonly PathStep[]): boolean {
  return prefix.length <= steps.length && formatPath(steps.slice(0, prefix.length)) === formatPath(prefix);
}
