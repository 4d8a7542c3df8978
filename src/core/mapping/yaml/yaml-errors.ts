import type { YAMLParseError } from 'yaml';
import type { Findings } from '../findings.ts';
import type { Place } from './yaml-node.ts';
import { yamlWords } from './yaml-words.ts';

/** Says the parser's errors in our words, one a line: the ones behind the first are mostly its echo. */
export function reportYamlErrors(
  text: string,
  errors: readonly YAMLParseError[],
  place: (offset: number) => Place,
  findings: Findings,
): void {
  const echoes = new Set<number>();
  for (const error of errors) {
    const at = place(error.pos[0]);
    if (echoes.has(at.line)) continue;
    if (reportOne(text, error, at, findings)) echoes.add(at.line + 1);
    echoes.add(at.line);
  }
}

/** True when the error leaves an open bracket behind, so that the next line's error says nothing new. */
function reportOne(text: string, error: YAMLParseError, at: Place, findings: Findings): boolean {
  const line = text.split('\n')[at.line - 1] ?? '';
  const character = text[error.pos[0]] ?? '';
  if (error.code === 'BAD_SCALAR_START' && character === '@') {
    const name = /^@[\w.-]*/.exec(text.slice(error.pos[0]))?.[0] ?? '@';
    findings.error('YAML_RESERVED', at, `A name cannot start with "@" in YAML. Write "${name}" in double quotes.`);
    return false;
  }
  const splits = error.message.startsWith('Missing , or : between flow');
  if (splits || (error.code === 'UNEXPECTED_TOKEN' && '[]{},'.includes(character))) {
    const expression = flowValue(line, at.column - 1);
    findings.error(
      'YAML_FLOW_CHARACTER',
      at,
      `"${splits ? ',' : character}" cannot stand inside { … } or [ … ] here. Put the expression on its own line or in single quotes: '${expression}'`,
    );
    return true;
  }
  findings.error('YAML_SYNTAX', at, yamlWords(error));
  return false;
}

/** The value around a column of a line inside a flow collection, as far as it can be guessed. */
function flowValue(line: string, column: number): string {
  const before = line.slice(0, column);
  const start = Math.max(before.lastIndexOf(': ') + 2, before.lastIndexOf('{ ') + 2, before.lastIndexOf(', ') + 2);
  const end = Math.max(line.lastIndexOf('}'), start);
  return line.slice(start, end > start ? end : undefined).replace(/[\s,]+$/, '');
}
