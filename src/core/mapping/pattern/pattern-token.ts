export const captureKinds = ['word', 'int', 'number', 'ip', 'quoted', 'rest', 'any'] as const;

/** `text`: one or more characters, as few as let the whole text fit; `any` may be empty; the others say what they hold. */
export type CaptureKind = (typeof captureKinds)[number] | 'text';

export type PatternToken =
  | { readonly kind: 'literal'; readonly text: string }
  /** One or more blanks. Beside an `any` that is empty it may be served by the blank on the other side. */
  | { readonly kind: 'blank'; readonly afterAny: boolean; readonly beforeAny: boolean }
  /** `slot` is the place of the value among the captures, -1 for `{_}`. */
  | { readonly kind: 'capture'; readonly as: CaptureKind; readonly slot: number };

export interface ParsedPattern {
  readonly tokens: readonly PatternToken[];
  /** Names of the captures by slot. A dotted name is a field. */
  readonly names: readonly string[];
}

export interface PatternMistake {
  readonly code: 'PATTERN_SYNTAX' | 'PATTERN_AMBIGUOUS';
  readonly message: string;
  /** Characters into the pattern. */
  readonly at: number;
}
