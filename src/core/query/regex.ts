import { RE2JS, RE2JSException } from 're2js';

/** A compiled regular expression, or why it cannot be one. */
export type Regex = { readonly matches: (text: string) => boolean } | { readonly error: string };

const flagBits: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/**
 * RE2 syntax, found anywhere unless anchored, in time linear in the text. V8's own engine is not used even for patterns
 * that look harmless: it has another syntax and other Unicode tables, so that streaming and stored search would differ.
 */
export function compileRegex(pattern: string, flags: string): Regex {
  const unknown = [...flags].find((flag) => !Object.hasOwn(flagBits, flag));
  if (unknown !== undefined) return { error: `flag "${unknown}" is none of i, m, s` };
  try {
    const compiled = RE2JS.compile(
      pattern,
      [...new Set(flags)].reduce((bits, flag) => bits | flagBits[flag], 0),
    );
    return { matches: (text) => compiled.test(text) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { error: error.message };
  }
}
