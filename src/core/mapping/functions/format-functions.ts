import type { Example, MappingFunction } from './mapping-function.ts';

/** The functions as the table of docs/specs/logtype.md. */
export function formatFunctions(functions: readonly MappingFunction[]): string {
  const rows = functions.map(({ usage, doc, gives, examples }) => {
    const shown = examples.map(formatExample).join('<br>');
    return `| \`${cell(usage)}\` | ${cell(doc)} | ${gives} | ${shown} |`;
  });
  return ['| function | does | gives | examples |', '|---|---|---|---|', ...rows].join('\n');
}

function formatExample({ call, from, to }: Example): string {
  const result = to === null ? 'absent' : [to].flat().map(code).join(' ');
  const source = [from].flat().map(code).join(' ') || 'nothing';
  return `${source} → \`${cell(call)}\` → ${result}`;
}

/** Visible for control characters, and without the marks that end a cell or code. */
function code(text: string): string {
  const visible = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return `\`${cell(visible)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
