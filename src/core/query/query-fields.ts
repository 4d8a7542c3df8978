import type { Query } from './ast.ts';
import { recordPrefix } from './field-types.ts';

/** What a query looks at: stored fields by name, and whether it opens records (`record.<path>`, keywords). */
export interface QueryNeeds {
  readonly fields: ReadonlySet<string>;
  readonly record: boolean;
}

export function queryNeeds(query: Query): QueryNeeds {
  const fields = new Set<string>();
  const record = collect(query, fields);
  return { fields, record };
}

/** Adds the fields of a query and tells whether it opens records. */
function collect(query: Query, fields: Set<string>): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.map((part) => collect(part, fields)).includes(true);
    case 'not':
      return collect(query.of, fields);
    case 'keyword':
      return true;
    case 'test': {
      const names = query.test.op === 'fieldref' ? [query.field, query.test.field] : [query.field];
      for (const name of names) if (!name.startsWith(recordPrefix)) fields.add(name);
      return names.some((name) => name.startsWith(recordPrefix));
    }
    default:
      return false;
  }
}
