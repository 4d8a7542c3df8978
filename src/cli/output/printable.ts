/** Characters that steer a terminal or reorder text: C0 and C1 controls, bidirectional marks, line separators. */
const harmful = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Log text that cannot do anything to the terminal it is shown in: such characters become `\u{…}`. */
export function printable(text: string): string {
  return text.replace(harmful, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** The same, cut to a width with an ellipsis. */
export function cut(text: string, width: number): string {
  const safe = printable(text);
  return safe.length <= width ? safe : `${safe.slice(0, width - 1)}…`;
}
