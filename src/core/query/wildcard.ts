import type { PatternPart } from './ast.ts';

type Symbol = string | { readonly wild: '*' | '?' };

/**
 * Parts → a test of whole texts. `?` is one code point. Goes back only to the last `*`, so time is at most
 * text × pattern whatever the pattern.
 */
export function compileWildcard(parts: readonly PatternPart[]): (text: string) => boolean {
  const symbols = parts.flatMap((part): Symbol[] => ('literal' in part ? [...part.literal] : [part]));
  return (text) => matchSymbols(symbols, [...text]);
}

function matchSymbols(symbols: readonly Symbol[], text: readonly string[]): boolean {
  let at = 0;
  let symbol = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = symbols[symbol];
    if (isWild(wanted, '*')) {
      star = symbol++;
      starAt = at;
    } else if (wanted === text[at] || isWild(wanted, '?')) {
      at++;
      symbol++;
    } else if (star >= 0) {
      symbol = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (isWild(symbols[symbol], '*')) symbol++;
  return symbol === symbols.length;
}

function isWild(symbol: Symbol | undefined, wild: '*' | '?'): boolean {
  return typeof symbol === 'object' && symbol.wild === wild;
}
