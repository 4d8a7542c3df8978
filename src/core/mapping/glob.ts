export interface GlobOptions {
  /** In object keys `*` and `?` stay within a `/`-separated part and `**` crosses them; elsewhere `*` takes anything. */
  readonly path?: boolean;
}

type Token = { readonly kind: 'character'; readonly code: number } | { readonly kind: 'one' | 'some' | 'any' };

/**
 * Compiles `*` (any run) and `?` (one character); everything else stands for itself and letter case is ignored.
 * Matching walks all alternatives side by side, so it is linear in the text whatever the pattern.
 */
export function compileGlob(pattern: string, options: GlobOptions = {}): (text: string) => boolean {
  const path = options.path ?? false;
  const lower = pattern.toLowerCase();
  const tokens = tokensOf(lower, path);
  const literal = longestLiteral(lower);
  const states: States = { now: new Uint8Array(tokens.length + 1), next: new Uint8Array(tokens.length + 1) };
  return (text) => {
    const folded = text.toLowerCase();
    return folded.includes(literal) && fits(tokens, folded, { path, states });
  };
}

/** What every matching text contains; most others do not. */
function longestLiteral(pattern: string): string {
  // `**/` also matches nothing, so the slash behind stars need not be there.
  const parts = pattern.replaceAll('**/', '*').split(/[*?]+/);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

function tokensOf(pattern: string, path: boolean): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '?') tokens.push({ kind: 'one' });
    else if (pattern[i] !== '*') tokens.push({ kind: 'character', code: pattern.charCodeAt(i) });
    else if (path && pattern[i + 1] === '*') {
      tokens.push({ kind: 'any' });
      i++;
      // `**/x` also means x at the top.
      if (pattern[i + 1] === '/') i++;
    } else tokens.push({ kind: path ? 'some' : 'any' });
  }
  return tokens;
}

const slash = 47;

/** Which tokens the walk stands before, as flags; both are used again for every text. */
interface States {
  now: Uint8Array;
  next: Uint8Array;
}

function fits(tokens: readonly Token[], text: string, { path, states }: { path: boolean; states: States }): boolean {
  states.now.fill(0);
  states.now[0] = 1;
  skipEmpty(tokens, states.now);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const { now, next } = states;
    next.fill(0);
    let alive = false;
    for (let s = 0; s < tokens.length; s++) {
      if (now[s] === 0) continue;
      const token = tokens[s];
      const stays = token.kind === 'any' || (token.kind === 'some' && code !== slash);
      const moves =
        token.kind === 'character' ? token.code === code : token.kind === 'one' && (code !== slash || !path);
      if (stays) next[s] = 1;
      if (moves) next[s + 1] = 1;
      alive ||= stays || moves;
    }
    if (!alive) return false;
    skipEmpty(tokens, next);
    states.now = next;
    states.next = now;
  }
  return states.now[tokens.length] === 1;
}

function skipEmpty(tokens: readonly Token[], states: Uint8Array): void {
  for (let s = 0; s < tokens.length; s++) {
    if (states[s] === 1 && (tokens[s].kind === 'any' || tokens[s].kind === 'some')) states[s + 1] = 1;
  }
}
