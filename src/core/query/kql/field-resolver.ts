import { nearest } from '../../mapping/nearest.ts';
import { comparisonOf, type FieldTypes, recordPrefix } from '../field-types.ts';
import { compileWildcard } from '../wildcard.ts';
import { expectedValue, type QueryField, type ValueOp } from './field-value.ts';
import type { Word } from './lexer.ts';
import { plainText } from './value-function.ts';

/** The fields a search may name. `names` lists them, for wildcards and for the nearest name of a mistyped one. */
export interface KqlFields {
  readonly types: FieldTypes;
  readonly names: readonly string[];
}

/** Names in a search → fields. Vendor paths (`record.<path>`) are taken as they come: records hold what they hold. */
export class FieldResolver {
  readonly #fields: KqlFields;

  constructor(fields: KqlFields) {
    this.#fields = fields;
  }

  resolve(word: Word, prefix: string): { fields: readonly QueryField[] } | { message: string } {
    const name = prefix + plainText(word.parts);
    if (!word.parts.some((part) => 'wild' in part) || name.startsWith(recordPrefix)) {
      const message = this.check(name);
      return message === undefined ? { fields: [this.#field(name)] } : { message };
    }
    const matches = compileWildcard([{ literal: prefix }, ...word.parts]);
    const names = this.#fields.names.filter(matches);
    return names.length > 0
      ? { fields: names.map((found) => this.#field(found)) }
      : { message: `No field is like ${name}.` };
  }

  /** What is wrong with a field's name, if anything. */
  check(name: string): string | undefined {
    if (name.startsWith(recordPrefix) || this.#fields.types(name) !== undefined) return undefined;
    const near = nearest(name, this.#fields.names);
    const advice = near === undefined ? '' : ` Did you mean ${near}?`;
    return `No log type has a field ${name}.${advice} To search for text with a colon in it, quote it; the vendor's own fields are record.<path>.`;
  }

  /** Why a value does not fit a field. */
  unfit(field: QueryField, op: ValueOp, value: string): string {
    if (field.comparison === 'boolean' && op !== 'equals') return `${field.name} is true or false and has no order.`;
    return `"${value}" does not fit ${field.name}; expected ${expectedValue[field.comparison]}.`;
  }

  #field(name: string): QueryField {
    return { name, comparison: comparisonOf(name, this.#fields.types) };
  }
}
