const token = /[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g;

/** JSON text over several lines, two spaces a level, every scalar as it is written. */
export function prettyJson(json: string): string {
  let text = '';
  let depth = 0;
  let opened = false;
  const lineBreak = () => `\n${'  '.repeat(depth)}`;
  for (const [piece] of json.matchAll(token)) {
    const closes = piece === '}' || piece === ']';
    if (closes) depth--;
    if (closes ? !opened : opened) text += lineBreak();
    opened = piece === '{' || piece === '[';
    if (opened) depth++;
    text += piece === ':' ? ': ' : piece;
    if (piece === ',') text += lineBreak();
  }
  return `${text}\n`;
}
