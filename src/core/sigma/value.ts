import type { PatternPart } from '../query/ast.ts';
import { parsePattern } from './parse-pattern.ts';

/**
 * A value of a detection item, numbers and booleans as their author wrote them: the field's type decides how they
 * compare. `written` still has Sigma's escapes; modifiers such as `re` take it as it stands.
 */
export type SigmaValue =
  | { readonly kind: 'text'; readonly written: string }
  | { readonly kind: 'null' }
  /** What the UTF-16 modifiers make, for base64 to take further. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** The value as the pattern a field's text is held against; null has none. */
export function patternOf(value: SigmaValue): readonly PatternPart[] | undefined {
  switch (value.kind) {
    case 'text':
      return parsePattern(value.written);
    case 'bytes':
      return [{ literal: Array.from(value.bytes, (byte) => String.fromCharCode(byte)).join('') }];
    case 'null':
      return undefined;
  }
}

/** The bytes that the encoding modifiers work on: UTF-8 of the text, or undefined where there are wildcards or no text. */
export function bytesOf(value: SigmaValue): Uint8Array | undefined {
  if (value.kind === 'bytes') return value.bytes;
  const text = literalOf(value);
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

/** The value as plain text, or undefined where there are wildcards or no text. */
export function literalOf(value: SigmaValue): string | undefined {
  const parts = patternOf(value);
  if (parts === undefined || parts.some((part) => 'wild' in part)) return undefined;
  return parts.map((part) => ('literal' in part ? part.literal : '')).join('');
}
