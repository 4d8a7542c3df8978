const longest = 500;

/** A line of text without blanks around it; null when it is none, more than one, or longer than 500 characters. */
export function oneLine(text: string): string | null {
  const line = text.trim();
  return line === '' || line.length > longest || /[\n\r\u2028\u2029]/.test(line) ? null : line;
}
