import { parsePath } from '../../codecs/path.ts';
import type { PathStep } from '../../codecs/reader.ts';
import type { Expression } from '../ast.ts';
import type { Findings } from '../findings.ts';
import { type Place, shiftPlace } from '../yaml/yaml-node.ts';

/** A path (`.a.b`) or a name that may be continued (`$issuer.userName`). */
export function parseReference(text: string, place: Place, findings: Findings): Expression {
  if (text.startsWith('.')) return { kind: 'path', steps: parseSteps(text, place, findings), place };
  const name = /^\$([A-Za-z_][\w-]*)/.exec(text)?.[1];
  if (name === undefined) {
    findings.error('NAME_UNKNOWN', place, `"${text}" is neither a path (.a.b) nor a name ($a).`);
    return { kind: 'null', place };
  }
  const rest = text.slice(name.length + 1);
  const steps = rest === '' ? [] : parseSteps(rest, shiftPlace(place, name.length + 1), findings);
  return { kind: 'name', name, steps, place };
}

/** The steps of a path; a path that cannot be read is a problem and has none. */
export function parseSteps(text: string, place: Place, findings: Findings): readonly PathStep[] {
  const parsed = parsePath(text);
  if (parsed.ok) return parsed.steps;
  findings.error('VALUE_INVALID', shiftPlace(place, parsed.mistake.at), `${parsed.mistake.message}.`);
  return [];
}
