import type { Argument, Call, Expression } from '../ast.ts';
import type { Findings } from '../findings.ts';
import { type Place, shiftPlace } from '../yaml/yaml-node.ts';
import { parseReference } from './parse-reference.ts';

/** A piece of a text and the column it begins at, from 0. */
interface Piece {
  readonly text: string;
  readonly at: number;
}

/**
 * A scalar as an expression: what begins with `.` or `$` is a path or name with functions behind it, everything else a
 * constant. A constant that really begins so stands in single quotes of its own: `'.net'`.
 */
export function parsePipe(text: string, place: Place, findings: Findings): Expression {
  if (!/^[.$]/.test(text)) return { kind: 'constant', text: unquoteConstant(text), place };
  const [source, ...functions] = splitOutsideQuotes(text, '|').map(trimPiece);
  const from = parseReference(source.text, shiftPlace(place, source.at), findings);
  if (functions.length === 0) return from;
  return { kind: 'pipe', from, calls: parseCalls(functions, place, findings), place };
}

/** Functions without a source, as `then:` has them: `part "/" -1 | lower`. */
export function parseThen(text: string, place: Place, findings: Findings): readonly Call[] {
  return parseCalls(splitOutsideQuotes(text, '|').map(trimPiece), place, findings);
}

function parseCalls(pieces: readonly Piece[], place: Place, findings: Findings): Call[] {
  const calls: Call[] = [];
  for (const piece of pieces) {
    const at = shiftPlace(place, piece.at);
    const name = /^[A-Za-z_]\w*/.exec(piece.text)?.[0];
    if (name === undefined) {
      findings.error('FUNCTION_UNKNOWN', at, `"${piece.text}" is not a function. After | comes a name such as lower.`);
      continue;
    }
    const rest = piece.text.slice(name.length);
    const argsPlace = shiftPlace(at, name.length + rest.length - rest.trimStart().length);
    calls.push({ name, args: parseArguments(rest), place: at, argsPlace });
  }
  return calls;
}

/** Words and `"…"`; inside quotes only `\"` is special, so regular expressions are written as they are. */
function parseArguments(text: string): Argument[] {
  const args: Argument[] = [];
  for (const hit of text.matchAll(/"((?:\\"|[^"])*)"|(\S+)/g)) {
    args.push(
      hit[1] === undefined ? { text: hit[2], quoted: false } : { text: hit[1].replaceAll('\\"', '"'), quoted: true },
    );
  }
  return args;
}

/** `'.net'` → `.net`; any other text is itself. */
function unquoteConstant(text: string): string {
  return text.length > 1 && text.startsWith("'") && text.endsWith("'") ? text.slice(1, -1) : text;
}

/** Pieces between separators that stand neither in double quotes nor in round brackets. */
function splitOutsideQuotes(text: string, separator: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\' && text[i + 1] === '"') i++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === separator && depth <= 0) {
      pieces.push({ text: text.slice(start, i), at: start });
      start = i + 1;
    }
  }
  pieces.push({ text: text.slice(start), at: start });
  return pieces;
}

function trimPiece(piece: Piece): Piece {
  const lead = piece.text.length - piece.text.trimStart().length;
  return { text: piece.text.trim(), at: piece.at + lead };
}
