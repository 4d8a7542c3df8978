import { didYouMean } from '../nearest.ts';
import {
  type CaptureKind,
  captureKinds,
  type ParsedPattern,
  type PatternMistake,
  type PatternToken,
} from './pattern-token.ts';

const piece = /\{\{|\}\}|\{([^{}]*)\}|[ \t]+|[^{} \t]+|[{}]/g;
const capture = /^([A-Za-z_@][\w.@-]*)(?::([a-z]*))?$/;

interface Parsing {
  readonly tokens: PatternToken[];
  readonly names: string[];
  /** The text of the capture that ended directly before, when it has no kind that ends it. */
  open: { readonly text: string; readonly at: number } | undefined;
}

/** A pattern's tokens. `{{` and `}}` are braces. */
export function parsePattern(text: string): ParsedPattern | PatternMistake {
  const parsing: Parsing = { tokens: [], names: [], open: undefined };
  for (const hit of text.matchAll(piece)) {
    const mistake = hit[1] === undefined ? addText(parsing, hit[0], hit.index) : addCapture(parsing, hit[1], hit.index);
    if (mistake !== undefined) return mistake;
  }
  return { tokens: markBlanks(parsing.tokens), names: parsing.names };
}

function addText(parsing: Parsing, text: string, at: number): PatternMistake | undefined {
  parsing.open = undefined;
  if (text === '{' || text === '}') {
    return {
      code: 'PATTERN_SYNTAX',
      message: `"${text}" has no partner. A capture is written {name}; a real brace {{ or }}.`,
      at,
    };
  }
  if (/^[ \t]/.test(text)) {
    parsing.tokens.push({ kind: 'blank', afterAny: false, beforeAny: false });
    return undefined;
  }
  const literal = text === '{{' || text === '}}' ? text[0] : text;
  const last = parsing.tokens.at(-1);
  if (last?.kind === 'literal')
    parsing.tokens[parsing.tokens.length - 1] = { kind: 'literal', text: last.text + literal };
  else parsing.tokens.push({ kind: 'literal', text: literal });
  return undefined;
}

function addCapture(parsing: Parsing, body: string, at: number): PatternMistake | undefined {
  const [, name, kind] = capture.exec(body) ?? [];
  if (name === undefined)
    return { code: 'PATTERN_SYNTAX', message: `"{${body}}" is not a capture: {name} or {name:kind}.`, at };
  if (kind !== undefined && !(captureKinds as readonly string[]).includes(kind)) {
    const hint = didYouMean(kind, captureKinds);
    return {
      code: 'PATTERN_SYNTAX',
      message: `"${kind}" is no kind of capture.${hint} Kinds: ${captureKinds.join(', ')}.`,
      at,
    };
  }
  if (name !== '_' && parsing.names.includes(name)) {
    return {
      code: 'PATTERN_SYNTAX',
      message: `{${name}} stands twice. Give the second another name, or {_} to skip it.`,
      at,
    };
  }
  if (parsing.open !== undefined) return ambiguous(parsing.open, body);
  const as = (kind ?? 'text') as CaptureKind;
  const slot = name === '_' ? -1 : parsing.names.push(name) - 1;
  parsing.tokens.push({ kind: 'capture', as, slot });
  parsing.open = as === 'text' || as === 'any' || as === 'rest' ? { text: body, at } : undefined;
  return undefined;
}

function ambiguous(open: { readonly text: string; readonly at: number }, body: string): PatternMistake {
  const message = `"{${open.text}}{${body}}" have nothing between them. Put literal text between, or give {${open.text.split(':')[0]}} a kind (word, int, quoted).`;
  return { code: 'PATTERN_AMBIGUOUS', message, at: open.at };
}

function markBlanks(tokens: readonly PatternToken[]): PatternToken[] {
  const isAny = (token: PatternToken | undefined): boolean => token?.kind === 'capture' && token.as === 'any';
  return tokens.map((token, i) =>
    token.kind === 'blank' ? { ...token, afterAny: isAny(tokens[i - 1]), beforeAny: isAny(tokens[i + 1]) } : token,
  );
}
