/**
 * Letters whose lower case came into Unicode after the tables that DuckDB 1.5 carries (utf8proc), or that have none of
 * a single code point there. They stay as they are, whatever the tables of the running JavaScript say, so that every
 * engine folds alike.
 */
const unfolded = /^[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]$/u;

/** Characters for which lowering a whole text differs from lowering each code point. */
const special = /[\u0130\u03a3\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;

const ascii = /^[\u0000-\u007f]*$/;

/**
 * Letter case as all text tests see it: each code point by its simple lower case, as SQL's `lower()` in DuckDB does.
 * Unlike `toLowerCase` it never looks at neighbours (Σ is always σ) and never lengthens a text (İ is i).
 */
export function foldCase(text: string): string {
  if (ascii.test(text) || !special.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

function foldCharacter(character: string): string {
  if (character === '\u0130') return 'i';
  return unfolded.test(character) ? character : character.toLowerCase();
}

/** Whether folding maps nothing onto these characters but themselves: then a test may compare without folding. */
export function isCaseless(text: string): boolean {
  return text.toUpperCase() === text && foldCase(text) === text;
}
