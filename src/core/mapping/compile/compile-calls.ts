import type { Argument, Call } from '../ast.ts';
import { foreignNames } from '../functions/foreign-names.ts';
import type { CallContext, PreparedCall } from '../functions/mapping-function.ts';
import { mappingFunction, mappingFunctions } from '../functions/mapping-functions.ts';
import { didYouMean } from '../nearest.ts';
import { cellValue, createLookup } from '../table/table.ts';
import type { Evaluator } from '../value/item.ts';
import type { Context } from './context.ts';

/** A source with functions behind it, left to right. */
export function compileCalls(from: Evaluator, calls: readonly Call[], context: Context): Evaluator {
  const prepared = calls.flatMap((call) => prepareCall(call, context) ?? []);
  const inputs = new Set(from.inputs);
  for (const call of prepared) for (const input of call.inputs ?? []) inputs.add(input);
  const last = calls.at(-1);
  return {
    inputs,
    instants: last !== undefined && mappingFunction(last.name)?.gives === 'date',
    evaluate(run) {
      let items = from.evaluate(run);
      for (const call of prepared) items = call.apply(items, run);
      return items;
    },
  };
}

function prepareCall(call: Call, context: Context): PreparedCall | undefined {
  const declaration = mappingFunction(call.name);
  if (declaration === undefined) {
    const hint = functionHint(call.name);
    const message = `"${call.name}" is not a function.${hint} All functions: docs/specs/logtype.md#functions.`;
    context.findings.error('FUNCTION_UNKNOWN', call.place, message);
    return undefined;
  }
  const prepared = declaration.prepare(call.args, callContext(call, context));
  if (prepared === undefined) {
    context.findings.error('ARGUMENT', call.place, `${call.name} takes ${declaration.takes}. ${found(call.args)}`);
  }
  return prepared;
}

function functionHint(name: string): string {
  if (Object.hasOwn(foreignNames, name.toLowerCase())) return ` Did you mean ${foreignNames[name.toLowerCase()]}?`;
  return didYouMean(
    name,
    mappingFunctions.map((known) => known.name),
  );
}

function found(args: readonly Argument[]): string {
  const written = args.map((arg) => (arg.quoted ? `"${arg.text}"` : arg.text));
  return written.length === 0
    ? 'Found nothing.'
    : `Found only ${written.join(' ')}.`.replace(/^Found only (?=.* .* )/, 'Found ');
}

function callContext(call: Call, context: Context): CallContext {
  return {
    zone: context.zone,
    table: (name) => oneKeyTable(name, call, context),
    problem: (code, message) => context.findings.error(code, call.argsPlace, message),
  };
}

function oneKeyTable(name: string, call: Call, context: Context): ((key: string) => string | undefined) | undefined {
  const table = context.tables.get(name);
  if (table === undefined) {
    const hint = didYouMean(name, context.tables.keys());
    context.findings.error(
      'TABLE_UNKNOWN',
      call.argsPlace,
      `no table "${name}".${hint} Tables stand under tables: or in tables/${name}.tsv.`,
    );
    return undefined;
  }
  if (table.columns.length !== 2) {
    context.findings.error(
      'ARGUMENT',
      call.argsPlace,
      `table "${name}" has ${table.columns.length} columns; ${call.name} needs a key and a value. Use classify for more.`,
    );
    return undefined;
  }
  const lookup = createLookup(table, 1);
  return (key) => {
    const row = lookup.find([key], 1);
    return row < 0 ? undefined : cellValue(table.rows[row].cells[1]);
  };
}
