import { all, and, none, not, or, type Query, type Test } from '../query/ast.ts';
import type { ResolvedField } from './resolver.ts';

export interface UnknownField {
  readonly name: string;
  readonly nearest: string | undefined;
}

export interface ResolvedQuery {
  readonly query: Query;
  readonly missing: readonly UnknownField[];
}

/**
 * A rule's query over the fields of a dataset. An unknown field is absent from every event, so its tests are false and
 * only `null` is true.
 */
export function resolveQuery(query: Query, lookup: (name: string) => ResolvedField): ResolvedQuery {
  const missing = new Map<string, UnknownField>();
  const find = (name: string): string | undefined => {
    const found = lookup(name);
    if ('field' in found) return found.field;
    missing.set(name, { name, nearest: found.nearest });
    return undefined;
  };
  const resolve = (part: Query): Query => {
    switch (part.kind) {
      case 'and':
        return and(part.of.map(resolve));
      case 'or':
        return or(part.of.map(resolve));
      case 'not':
        return not(resolve(part.of));
      case 'test':
        return resolveTest(part.field, part.test, find);
      default:
        return part;
    }
  };
  return { query: resolve(query), missing: [...missing.values()] };
}

function resolveTest(name: string, test: Test, find: (name: string) => string | undefined): Query {
  const field = find(name);
  if (test.op === 'fieldref') {
    const other = find(test.field);
    return field === undefined || other === undefined ? none : { kind: 'test', field, test: { ...test, field: other } };
  }
  if (field === undefined) return test.op === 'null' ? all : none;
  return { kind: 'test', field, test };
}
