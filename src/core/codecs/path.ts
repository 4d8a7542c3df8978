import type { PathStep } from './reader.ts';

/** What is wrong with a path's text, and how many characters into it. */
export interface PathMistake {
  readonly message: string;
  readonly at: number;
}

export type ParsedPath =
  | { readonly ok: true; readonly steps: readonly PathStep[] }
  | { readonly ok: false; readonly mistake: PathMistake };

/** Members that need no quotes: none of the characters that mean something in a path, an expression or YAML. */
const bareKey = /[^\s."'()[\]{},|=*#]+/y;
const quotedText = /"(?:[^"\\]|\\.)*"/y;
const integer = /^-?(0|[1-9]\d*)$/;

/**
 * Steps of a path: `.a.b`, `.a."Process ID"`, `.a.0`, `.a.-1`, `.a.*.b`, `.headers(name=Host).value`; `.` is the record
 * itself and has no steps. Digits are an index, digits in quotes a member.
 */
export function parsePath(text: string): ParsedPath {
  if (text[0] !== '.') return failed('A path begins with a dot', 0);
  if (text === '.') return { ok: true, steps: [] };
  const steps: PathStep[] = [];
  let at = 0;
  while (at < text.length) {
    const opening = text[at] === '.' && text[at + 1] === '(' ? at + 1 : at;
    const step = text[opening] === '(' ? parseWhere(text, opening) : parseStep(text, at);
    if ('message' in step) return { ok: false, mistake: step };
    steps.push(step.step);
    at = step.end;
  }
  return { ok: true, steps };
}

/** The text that `parsePath` reads back to the same steps. */
export function formatPath(steps: readonly PathStep[]): string {
  if (steps.length === 0) return '.';
  return steps.map((step, index) => formatStep(step, index === 0)).join('');
}

interface StepAt {
  readonly step: PathStep;
  readonly end: number;
}

function parseStep(text: string, at: number): StepAt | PathMistake {
  if (text[at] !== '.') return { message: `Expected "." or "(" before "${text.slice(at)}"`, at };
  const start = at + 1;
  if (text[start] === '*') return { step: { all: true }, end: start + 1 };
  const word = parseWord(text, start, 'a member, an index or "*" after the dot');
  if ('message' in word) return word;
  const isIndex = text[start] !== '"' && integer.test(word.value);
  return { step: isIndex ? { index: Number(word.value) || 0 } : { key: word.value }, end: word.end };
}

function parseWhere(text: string, at: number): StepAt | PathMistake {
  const member = parseWord(text, at + 1, 'a member after "("');
  if ('message' in member) return member;
  if (text[member.end] !== '=') return { message: 'Expected "=" and a value, as in (name=Host)', at: member.end };
  const value = parseWord(text, member.end + 1, 'a value after "="', /[^\s"'()[\]{},|=]+/y);
  if ('message' in value) return value;
  if (text[value.end] !== ')') return { message: 'Expected ")"', at: value.end };
  return { step: { where: member.value, equals: value.value }, end: value.end + 1 };
}

interface Word {
  readonly value: string;
  readonly end: number;
}

function parseWord(text: string, at: number, expected: string, bare = bareKey): Word | PathMistake {
  const pattern = text[at] === '"' ? quotedText : bare;
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) {
    return { message: text[at] === '"' ? 'The quote is not closed' : `Expected ${expected}`, at };
  }
  const value = found[0] === '"' ? unquote(found) : found;
  if (value === null) return { message: 'Not a JSON string', at };
  return { value, end: at + found.length };
}

function unquote(text: string): string | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function failed(message: string, at: number): ParsedPath {
  return { ok: false, mistake: { message, at } };
}

function formatStep(step: PathStep, isFirst: boolean): string {
  if ('key' in step) return `.${quoteUnlessBare(step.key)}`;
  if ('index' in step) return `.${step.index}`;
  if ('all' in step) return '.*';
  return `${isFirst ? '.' : ''}(${quoteUnlessBare(step.where)}=${quoteUnlessBare(step.equals)})`;
}

function quoteUnlessBare(text: string): string {
  bareKey.lastIndex = 0;
  const isBare = bareKey.exec(text)?.[0] === text && !integer.test(text);
  return isBare ? text : JSON.stringify(text);
}
