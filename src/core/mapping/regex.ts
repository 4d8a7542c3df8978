import { RE2JS } from 're2js';

/** A regular expression in linear time (RE2's language, https://github.com/google/re2/wiki/Syntax). */
export interface Regex {
  readonly names: readonly string[];
  /** The first hit: its groups by number, 0 the whole; a group that took no part is undefined. */
  search(text: string): readonly (string | undefined)[] | undefined;
  /** The named groups of the first hit, without those that took no part or are empty. */
  named(text: string): ReadonlyMap<string, string> | undefined;
  replaceAll(text: string, replacement: string): string;
}

export interface RegexMistake {
  readonly code: 'REGEX_SYNTAX' | 'REGEX_NOT_LINEAR';
  readonly message: string;
}

const notLinear: readonly (readonly [RegExp, string])[] = [
  [/^(?:[^\\]|\\.)*?\(\?<[=!]/, 'looks behind'],
  [/^(?:[^\\]|\\.)*?\(\?[=!]/, 'looks ahead'],
  [/^(?:[^\\]|\\[^1-9k])*?\\(?:[1-9]|k<)/, 'refers back to a group'],
];

export function compileRegex(source: string): Regex | RegexMistake {
  for (const [shape, what] of notLinear) if (shape.test(source)) return notLinearMistake(source, what);
  try {
    return wrap(RE2JS.compile(source));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    return { code: 'REGEX_SYNTAX', message: `"${source}" is not a regular expression: ${reason}.` };
  }
}

function notLinearMistake(source: string, what: string): RegexMistake {
  const behind = /^\(\?<=((?:\\.|[^()\\])*)\)(.+)$/.exec(source);
  const remedy = behind
    ? `Write find "${behind[1]}(${behind[2]})": the first group is the result.`
    : 'This is not supported, because a log line must never be able to stall loading. Use a pattern, or two find functions.';
  return { code: 'REGEX_NOT_LINEAR', message: `"${source}" ${what}. ${remedy}` };
}

function wrap(compiled: RE2JS): Regex {
  const groups = Object.entries(compiled.namedGroups());
  return {
    names: groups.map(([name]) => name),
    search(text) {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return undefined;
      return Array.from({ length: compiled.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined);
    },
    named(text) {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return undefined;
      const values = groups.flatMap(([name, index]): [string, string][] => {
        const value = matcher.group(index);
        return value ? [[name, value]] : [];
      });
      return new Map(values);
    },
    replaceAll: (text, replacement) => compiled.matcher(text).replaceAll(replacement),
  };
}
