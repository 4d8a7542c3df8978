import type { Test } from './ast.ts';
import { type EventValue, type FieldAccess, isPresent } from './field-access.ts';
import { type Comparison, comparisonOf, type FieldTypes } from './field-types.ts';
import { foldCase } from './fold-case.ts';
import { parseIp } from './ip-value.ts';
import { compareNumbers, parseNumber } from './number-value.ts';
import { textOf } from './value-test.ts';

type Fieldref = Test & { op: 'fieldref' };
type Relates = (value: EventValue, other: EventValue) => boolean;

/** A test of two fields of one event: it holds if any value of the one relates to any value of the other. */
export function compileFieldref(field: string, test: Fieldref, types: FieldTypes): (event: FieldAccess) => boolean {
  const relates = compileRelation(test, comparisonOf(field, types), comparisonOf(test.field, types));
  return (event) => {
    const others = event.values(test.field).filter(isPresent);
    return event.values(field).some((value) => isPresent(value) && others.some((other) => relates(value, other)));
  };
}

/** Two addresses or two numbers are equal as such; everything else relates as text. */
function compileRelation(test: Fieldref, mine: Comparison, other: Comparison): Relates {
  if (test.how === 'equals' && mine === 'ip' && other === 'ip') return equalAddresses;
  if (test.how === 'equals' && isNumeric(mine) && isNumeric(other)) return equalNumbers;
  const fold = test.cased ? (text: string) => text : foldCase;
  const relate = relations[test.how];
  return (value, otherValue) => relate(fold(textOf(value, mine)), fold(textOf(otherValue, other)));
}

const relations: Readonly<Record<Fieldref['how'], (text: string, other: string) => boolean>> = {
  equals: (text, other) => text === other,
  contains: (text, other) => text.includes(other),
  startswith: (text, other) => text.startsWith(other),
  endswith: (text, other) => text.endsWith(other),
};

function equalAddresses(value: EventValue, other: EventValue): boolean {
  const ip = parseIp(value.text);
  return ip !== undefined && ip === parseIp(other.text);
}

function equalNumbers(value: EventValue, other: EventValue): boolean {
  const [a, b] = [parseNumber(value.text), parseNumber(other.text)];
  return a !== undefined && b !== undefined && compareNumbers(a, b) === 0;
}

function isNumeric(comparison: Comparison): boolean {
  return comparison === 'integer' || comparison === 'double';
}
