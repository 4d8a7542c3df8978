import type { Expression, TemplatePart } from '../ast.ts';
import type { Findings } from '../findings.ts';
import { type Place, shiftPlace } from '../yaml/yaml-node.ts';
import { parsePipe } from './parse-pipe.ts';

/** `{.id}_{$n?}`: text with values; `?` makes a part optional, `{{` and `}}` are braces. */
export function parseTemplate(text: string, place: Place, findings: Findings): Expression {
  const parts: (string | TemplatePart)[] = [];
  for (const hit of text.matchAll(/\{\{|\}\}|\{((?:"(?:\\"|[^"])*"|[^{}"])*)\}|[^{}]+|[{}]/g)) {
    const at = shiftPlace(place, hit.index);
    if (hit[1] !== undefined) parts.push(parsePart(hit[1], shiftPlace(at, 1), findings));
    else if (hit[0] === '{{' || hit[0] === '}}') parts.push(hit[0][0]);
    else if (hit[0] === '{' || hit[0] === '}') {
      findings.error(
        'VALUE_INVALID',
        at,
        `"${hit[0]}" has no partner. A value is written {.path} or {$name}; a real brace {{ or }}.`,
      );
    } else parts.push(hit[0]);
  }
  return { kind: 'template', parts, place };
}

function parsePart(text: string, place: Place, findings: Findings): TemplatePart {
  const optional = text.endsWith('?');
  const value = optional ? text.slice(0, -1) : text;
  if (!/^[.$]/.test(value)) {
    findings.error('VALUE_INVALID', place, `"{${text}}" must hold a path or a name: {.${value}} or {$${value}}.`);
  }
  return { value: parsePipe(value, place, findings), optional };
}
