import { ValueKind } from '../batch/dictionary.ts';
import type { CompiledMapping, FieldValue, Read, Value } from './target.ts';

/** The fields of one record, target by target: what every faster way of evaluating a mapping must agree with. */
export function interpret(mapping: CompiledMapping, read: Read): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  const readAll: Read = (input) => (input.startsWith('$ecs.') ? valuesOf(fields.get(input.slice(5))) : read(input));
  for (const target of mapping.targets) {
    const { value } = target.evaluate(readAll);
    if (value !== null && value !== undefined) fields.set(target.field, value);
  }
  return fields;
}

function valuesOf(value: FieldValue | undefined): readonly Value[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((text) => ({ text, kind: ValueKind.text }));
  const kind =
    typeof value === 'string' ? ValueKind.text : typeof value === 'boolean' ? ValueKind.boolean : ValueKind.number;
  return [{ text: String(value), kind }];
}
