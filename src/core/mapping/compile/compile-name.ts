import { formatPath } from '../../codecs/path.ts';
import type { PathStep } from '../../codecs/reader.ts';
import type { Expression } from '../ast.ts';
import { nearest } from '../nearest.ts';
import { navigate } from '../value/data.ts';
import { constantEvaluator, dataItem, type Evaluator, type Item, instantItem, noItems } from '../value/item.ts';
import { objectFacts } from '../wrappers.ts';
import { readInput } from './compile-path.ts';
import type { Frame } from './context.ts';
import { continueExpression } from './continue-expression.ts';
import { allNames, bindingPlace, lookUp } from './scope.ts';

type Name = Expression & { kind: 'name' };

/** A name stands for an expression, which its user compiles: the two call each other. */
export type CompileExpression = (expression: Expression, frame: Frame) => Evaluator;

/** `$x`: a let, capture or table column; `$object`, `$raw`, `$parent`, `$source`, `$ecs`; what a wrapper knows. */
export function compileName(name: Name, frame: Frame, compile: CompileExpression): Evaluator {
  const binding = lookUp(frame.scope, name.name);
  if (binding === undefined) return compileKnown(name, frame);
  if (binding.what !== 'let') {
    const { value } = binding;
    if (name.steps.length === 0) return value;
    return {
      inputs: value.inputs,
      evaluate: (run) =>
        value.evaluate(run).flatMap((item) => (item.data ? navigate(item.data, name.steps).map(dataItem) : [])),
    };
  }
  const { definition, scope } = binding;
  if (frame.busy.includes(definition)) {
    const cycle = [...frame.busy.slice(frame.busy.indexOf(definition)), definition].map((part) => `$${part.name}`);
    frame.context.findings.error(
      'LET_CYCLE',
      definition.place,
      `${cycle.join(' → ')}: a name cannot be defined by itself. Read the record's path instead.`,
    );
    return constantEvaluator(noItems);
  }
  const inside: Frame = { ...frame, scope, element: false, busy: [...frame.busy, definition] };
  return compile(continueExpression(definition.value, name.steps), inside);
}

function compileKnown(name: Name, frame: Frame): Evaluator {
  const fact = name.steps.length === 1 && 'key' in name.steps[0] ? name.steps[0].key : undefined;
  switch (name.name) {
    case 'raw':
      return name.steps.length === 0 ? readInput('$raw', frame.context) : unknown(name, frame, ['$raw']);
    case 'object':
      if (fact === undefined || !objectFacts.includes(fact))
        return unknown(
          name,
          frame,
          objectFacts.map((known) => `$object.${known}`),
        );
      return fact === 'time' ? readInstant('$object.time') : readInput(`$object.${fact}`, frame.context);
    case 'source':
      return fact === 'zone' ? readInput('$source.zone', frame.context) : unknown(name, frame, ['$source.zone']);
    case 'parent':
      return frame.context.each ? readParent(name, frame) : unknown(name, frame, []);
    case 'ecs':
      return compileEcs(name, frame);
    default:
      return compileWrapperFact(name, fact, frame);
  }
}

function readInstant(input: string): Evaluator {
  const moment = (item: Item): Item[] => (/^-?\d+$/.test(item.text) ? [instantItem(BigInt(item.text))] : []);
  return { inputs: new Set([input]), instants: true, evaluate: (run) => run.read(input).flatMap(moment) };
}

function readParent(name: Name, frame: Frame): Evaluator {
  const input = `$parent${formatPath(name.steps)}`;
  frame.context.paths.set(input, { steps: name.steps });
  return readInput(input, frame.context);
}

function compileEcs(name: Name, frame: Frame): Evaluator {
  const field = name.steps.map(memberOf).join('.');
  const evaluator = frame.ecs?.(field);
  if (evaluator !== undefined) return evaluator;
  const message =
    frame.ecs === undefined
      ? `$ecs.${field}: only fragments and extending mappings may read fields already made. Read the record's path instead.`
      : `$ecs.${field}: nothing sets this field.`;
  frame.context.findings.error(frame.ecs === undefined ? 'ECS_OUTSIDE_FRAGMENT' : 'NAME_UNKNOWN', name.place, message);
  return constantEvaluator(noItems);
}

function memberOf(step: PathStep): string {
  return 'key' in step ? step.key : formatPath([step]).slice(1);
}

function compileWrapperFact(name: Name, fact: string | undefined, frame: Frame): Evaluator {
  const wrapper = frame.context.wrappers.find((known) => known.prefix === name.name);
  if (wrapper === undefined) return unknown(name, frame, []);
  if (fact === undefined || !wrapper.facts.includes(fact)) {
    return unknown(
      name,
      frame,
      wrapper.facts.map((known) => `$${wrapper.prefix}.${known}`),
    );
  }
  const input = `$${wrapper.prefix}.${fact}`;
  return wrapper.instants.includes(fact) ? readInstant(input) : readInput(input, frame.context);
}

/** Reports a name that nothing defines, with the nearest of those that exist. `facts` are those of its own prefix. */
function unknown(name: Name, frame: Frame, facts: readonly string[]): Evaluator {
  const written =
    facts.length === 0 ? `$${name.name}` : `$${name.name}${name.steps.length === 0 ? '' : formatPath(name.steps)}`;
  const hints = new Map<string, string>(facts.map((fact) => [fact, '']));
  if (facts.length === 0) {
    for (const [known, binding] of allNames(frame.scope)) {
      if (!hints.has(`$${known}`)) hints.set(`$${known}`, ` (${binding.what}, line ${bindingPlace(binding).line})`);
    }
    for (const wrapper of frame.context.wrappers) hints.set(`$${wrapper.prefix}`, ` (wrapper ${wrapper.name})`);
    for (const known of ['$raw', '$object', '$source']) hints.set(known, '');
  }
  const best = nearest(written, hints.keys());
  const hint = best === undefined ? remedyWithout(facts) : ` Did you mean "${best}"${hints.get(best)}?`;
  frame.context.findings.error(
    'NAME_UNKNOWN',
    name.place,
    `"${written}" is defined by no let, capture, table column or wrapper.${hint}`,
  );
  return constantEvaluator(noItems);
}

function remedyWithout(facts: readonly string[]): string {
  return facts.length === 0 ? '' : ` Known: ${facts.join(', ')}.`;
}
