/** A word of a condition. `at` counts from 0 in the condition's text. */
export interface ConditionToken {
  readonly kind: 'and' | 'or' | 'not' | 'of' | 'them' | 'name' | 'open' | 'close' | 'other' | 'end';
  readonly text: string;
  readonly at: number;
}

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'of', 'them']);

const word = /[\p{L}\p{N}_*?.-]+|[^\s]/gu;

/** Splits a condition into words; keywords in any letter case. The last token is always `end`. */
export function tokenizeCondition(condition: string): readonly ConditionToken[] {
  const tokens: ConditionToken[] = [];
  for (const { 0: text, index } of condition.matchAll(word)) {
    tokens.push({ kind: kindOf(text), text, at: index });
  }
  tokens.push({ kind: 'end', text: '', at: condition.length });
  return tokens;
}

function kindOf(text: string): ConditionToken['kind'] {
  if (text === '(') return 'open';
  if (text === ')') return 'close';
  const lower = text.toLowerCase();
  if (keywords.has(lower)) return lower as ConditionToken['kind'];
  return /^[\p{L}\p{N}_*?.-]/u.test(text) ? 'name' : 'other';
}
