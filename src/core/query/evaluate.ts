import type { Query, Test } from './ast.ts';
import { type FieldAccess, isPresent } from './field-access.ts';
import { comparisonOf, type FieldTypes } from './field-types.ts';
import { compileFieldref } from './fieldref.ts';
import { compileTextTest } from './text-test.ts';
import { compileValueTest } from './value-test.ts';

export type Predicate = (event: FieldAccess) => boolean;

/**
 * The meaning of a query: every engine and the detector must agree with it. Throws QUERY_VALUE_INVALID for a regular
 * expression that RE2 does not know.
 */
export function compileQuery(query: Query, types: FieldTypes): Predicate {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'none':
      return () => false;
    case 'and': {
      const of = query.of.map((part) => compileQuery(part, types));
      return (event) => of.every((passes) => passes(event));
    }
    case 'or': {
      const of = query.of.map((part) => compileQuery(part, types));
      return (event) => of.some((passes) => passes(event));
    }
    case 'not': {
      const passes = compileQuery(query.of, types);
      return (event) => !passes(event);
    }
    case 'keyword': {
      const passes = compileTextTest(query.test);
      return (event) => {
        for (const text of event.keywords()) if (passes(text)) return true;
        return false;
      };
    }
    case 'test':
      return compileTest(query.field, query.test, types);
  }
}

function compileTest(field: string, test: Test, types: FieldTypes): Predicate {
  switch (test.op) {
    case 'exists':
      return (event) => event.values(field).some(isPresent);
    case 'null':
      return (event) => {
        const values = event.values(field);
        return values.length === 0 || values.some((value) => !isPresent(value) || value.text === '');
      };
    case 'fieldref':
      return compileFieldref(field, test, types);
    default: {
      const passes = compileValueTest(test, comparisonOf(field, types));
      return (event) => event.values(field).some((value) => isPresent(value) && passes(value));
    }
  }
}
