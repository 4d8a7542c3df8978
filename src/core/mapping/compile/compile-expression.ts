import type { Expression, MapRow, Member, TemplatePart } from '../ast.ts';
import { cellFits } from '../cell.ts';
import { checkConstant } from '../field/check-constant.ts';
import { type Data, navigate } from '../value/data.ts';
import {
  constantEvaluator,
  dataItem,
  type Evaluator,
  firstPresent,
  type Item,
  type Items,
  noItems,
  type Run,
  textItem,
  unionInputs,
} from '../value/item.ts';
import { parseJson } from '../value/parse-json.ts';
import { compileCalls } from './compile-calls.ts';
import { compileName } from './compile-name.ts';
import { compilePath } from './compile-path.ts';
import { type Frame, sourceFrame } from './context.ts';

/** An expression as a function of its inputs. What is wrong with it is among the findings and evaluates to absent. */
export function compileExpression(expression: Expression, frame: Frame): Evaluator {
  switch (expression.kind) {
    case 'constant':
      return compileConstant(expression, frame);
    case 'null':
      return constantEvaluator(noItems);
    case 'path':
      return compilePath(expression, frame);
    case 'name':
      return compileName(expression, frame, compileExpression);
    case 'pipe':
      return compileCalls(compileExpression(expression.from, sourceFrame(frame)), expression.calls, frame.context);
    case 'first':
      return firstPresent(expression.options.map((option) => compileExpression(option, frame)));
    case 'all':
      return compileAll(expression.items, frame);
    case 'map':
      return compileMap(compileExpression(expression.from, sourceFrame(frame)), expression.rows, frame);
    case 'template':
      return compileTemplate(expression.parts, frame);
    case 'objects':
      return compileObjects(compileExpression(expression.from, sourceFrame(frame)), expression.members, frame);
    case 'continue': {
      const from = compileExpression(expression.from, sourceFrame(frame));
      return {
        inputs: from.inputs,
        evaluate: (run) => from.evaluate(run).flatMap((item) => goOn(item, expression.steps)),
      };
    }
  }
}

function compileConstant(constant: Expression & { kind: 'constant' }, frame: Frame): Evaluator {
  const texts = frame.commas === 'all' ? constant.text.split(',').map((text) => text.trim()) : [constant.text];
  for (const text of texts) {
    if (frame.field) checkConstant(frame.field, text, constant.place, frame.context.findings);
  }
  return constantEvaluator(texts.map(textItem));
}

function compileAll(items: readonly Expression[], frame: Frame): Evaluator {
  const compiled = items.map((item) => compileExpression(item, frame));
  return {
    inputs: unionInputs(compiled),
    evaluate(run) {
      const unique = new Map<string, Item>();
      for (const item of compiled.flatMap((part) => part.evaluate(run))) {
        const key = `${item.kind}${item.text}`;
        if (!unique.has(key)) unique.set(key, item);
      }
      return [...unique.values()];
    },
  };
}

function compileMap(from: Evaluator, rows: readonly MapRow[], frame: Frame): Evaluator {
  const inside: Frame = frame.commas === 'none' ? frame : { ...frame, commas: 'all' };
  const compiled = rows.map((row) => ({ cell: row.cell, value: compileExpression(row.value, inside) }));
  const rowOf = (text: string | undefined, run: Run): Items =>
    compiled.find((row) => cellFits(row.cell, text))?.value.evaluate(run) ?? noItems;
  return {
    inputs: unionInputs([from, ...compiled.map((row) => row.value)]),
    evaluate(run) {
      const items = from.evaluate(run);
      return items.length === 0 ? rowOf(undefined, run) : items.flatMap((item) => rowOf(item.text, run));
    },
  };
}

function compileTemplate(parts: readonly (string | TemplatePart)[], frame: Frame): Evaluator {
  const compiled = parts.map((part) =>
    typeof part === 'string'
      ? part
      : { value: compileExpression(part.value, sourceFrame(frame)), optional: part.optional },
  );
  const values = compiled.flatMap((part) => (typeof part === 'string' ? [] : [part.value]));
  return {
    inputs: unionInputs(values),
    evaluate(run) {
      let text = '';
      for (const part of compiled) {
        const piece = typeof part === 'string' ? part : part.value.evaluate(run)[0]?.text;
        if (piece === undefined && typeof part !== 'string' && !part.optional) return noItems;
        text += piece ?? '';
      }
      return text === '' ? noItems : [textItem(text)];
    },
  };
}

/** Members see the element as `.`; members without a value are left out, those with many are lists. */
function compileObjects(from: Evaluator, members: readonly Member[], frame: Frame): Evaluator {
  const inside: Frame = { ...sourceFrame(frame), element: true };
  const compiled = members.map(({ name, value }) => ({ name, value: compileExpression(value, inside) }));
  return {
    inputs: unionInputs([from, ...compiled.map((member) => member.value)]),
    evaluate: (run) =>
      from.evaluate(run).flatMap((item) => {
        const element = structureOf(item);
        const inner: Run = { read: run.read, invalid: undefined, element };
        const made = new Map<string, Data>();
        for (const { name, value } of compiled) {
          const values = value.evaluate(inner).map((part) => part.data ?? part);
          if (values.length > 0) made.set(name, values.length === 1 ? values[0] : values);
        }
        return made.size === 0 ? [] : [dataItem(made)];
      }),
  };
}

/** The structure of an item: what a function took apart, or the JSON of an object that a path led to. */
function structureOf(item: Item): Data {
  return item.data ?? parseJson(item.text) ?? item;
}

function goOn(item: Item, steps: Parameters<typeof navigate>[1]): Items {
  const isStructure = item.data !== undefined || /^\s*[[{]/.test(item.text);
  return isStructure ? navigate(structureOf(item), steps).map(dataItem) : noItems;
}
