/** What a POSIX shell takes as it is, behind a command's name. */
const plain = /^[A-Za-z0-9_./:=@%+,-]+$/;
/** Printable ASCII: what a person sees in it is all there is. */
const visible = /^[\x20-\x7e]*$/;

/**
 * A value as one word of a POSIX shell, whatever is in it. Null for a value with anything but printable ASCII: it could
 * look other than it is, so no command is made of it.
 */
export function shellQuote(value: string): string | null {
  if (!visible.test(value)) return null;
  if (plain.test(value)) return value;
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Words as one command line; null when a word cannot be shown in one. */
export function shellLine(words: readonly string[]): string | null {
  const quoted = words.map(shellQuote);
  return quoted.includes(null) ? null : quoted.join(' ');
}
