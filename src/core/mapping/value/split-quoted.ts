/** Pieces between separators that do not stand in double quotes; `\"` does not end a quote. */
export function splitQuoted(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && quoted) i++;
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text.startsWith(separator, i)) {
      pieces.push(text.slice(start, i));
      start = i + separator.length;
      i = start - 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Without the double quotes around it, `""` and `\"` inside being one quote. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/""|\\"/g, '"');
}
