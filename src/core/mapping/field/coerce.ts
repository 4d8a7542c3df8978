import { ValueKind } from '../../batch/dictionary.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import { normalAddress } from '../network.ts';
import type { FieldValue } from '../target.ts';
import { isoFormat } from '../time/time-format.ts';
import { parseDecimal, truncateDecimal } from '../value/decimal.ts';
import type { Item, Items, Run } from '../value/item.ts';
import type { FieldInfo } from './field-info.ts';

type Scalar = Exclude<FieldValue, readonly string[]>;

/** Values into a field: undefined when absent or when they do not fit, which then stands in `run.invalid`. */
export type Coerce = (items: Items, run: Run) => FieldValue | undefined;

/** One-valued fields take the first of many values, array fields each value once, first seen first. */
export function coercion(field: FieldInfo): Coerce {
  const scalar = scalarCoercion(field.type);
  const allowed = field.allowed && new Set(field.allowed);
  const one = (item: Item, run: Run): Scalar | undefined => {
    const value = scalar(item);
    if (value !== undefined && (allowed === undefined || allowed.has(String(value)))) return value;
    run.invalid = item.text;
    return undefined;
  };
  if (field.array) return (items, run) => coerceList(items, run, one);
  return (items, run) => (items.length === 0 ? undefined : one(items[0], run));
}

/** Whether a field takes every text as it is: of no other type, and without a list of allowed values. */
export function takesAnyText({ type, allowed, array }: FieldInfo): boolean {
  return array !== true && allowed === undefined && anyText.has(type);
}

const anyText: ReadonlySet<EcsType> = new Set(['keyword', 'constant_keyword', 'wildcard', 'match_only_text']);

function coerceList(
  items: Items,
  run: Run,
  one: (item: Item, run: Run) => Scalar | undefined,
): readonly string[] | undefined {
  const values = new Set<string>();
  for (const item of items) {
    const value = one(item, run);
    if (value !== undefined) values.add(String(value));
  }
  return values.size === 0 ? undefined : [...values];
}

function scalarCoercion(type: EcsType): (item: Item) => Scalar | undefined {
  switch (type) {
    case 'long':
    case 'integer':
      return toLong;
    case 'float':
    case 'double':
    case 'scaled_float':
      return toFloat;
    case 'boolean':
      return toBoolean;
    case 'ip':
      return (item) => normalAddress(item.text.trim());
    case 'date':
      return (item) => item.instant ?? isoFormat.read(item.text, { zone: 'UTC', objectTime: undefined });
    case 'geo_point':
    case 'object':
    case 'nested':
    case 'flattened':
      return (item) => (item.kind === ValueKind.json ? item.text : undefined);
    default:
      return (item) => item.text;
  }
}

/** Numbers and numeric text; decimals rounded towards zero; what 64 bits cannot hold does not fit. */
function toLong(item: Item): bigint | undefined {
  const decimal = parseDecimal(item.text.trim());
  const value = decimal && truncateDecimal(decimal);
  return value !== undefined && BigInt.asIntN(64, value) === value ? value : undefined;
}

function toFloat(item: Item): number | undefined {
  const text = item.text.trim();
  const value = parseDecimal(text) === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

function toBoolean(item: Item): boolean | undefined {
  return booleans.get(item.text.trim().toLowerCase());
}
