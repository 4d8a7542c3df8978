/** A YAML document of a file that may have several. */
export interface DocumentText {
  /** Line of the file, from 1, on which its text begins. */
  readonly line: number;
  /** The document alone, behind as many empty lines as stand before it, so that places in it are places in the file. */
  readonly text: string;
}

/**
 * Splits at `---` and `...`, which at the beginning of a line are markers wherever they stand (YAML 1.2, 9.1.2).
 * Documents of nothing but comments are left out.
 */
export function splitDocuments(text: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  let lines: string[] = [];
  let first = 0;
  const finish = (): void => {
    const content = lines.findIndex((line) => /^\s*[^\s#]/.test(line));
    if (content >= 0) documents.push({ line: first + content + 1, text: '\n'.repeat(first) + lines.join('\n') });
    lines = [];
  };
  for (const [at, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const marker = /^(---|\.\.\.)(?=\s|$)/.test(line);
    if (marker) finish();
    if (lines.length === 0) first = at;
    lines.push(marker ? `   ${line.slice(3)}` : line);
  }
  finish();
  return documents;
}
