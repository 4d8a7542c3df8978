/** Deep enough for every probe; a path below is not looked at. */
const maxDepth = 8;

interface Open {
  readonly kind: '{' | '[';
  readonly path: string;
  /** The member that comes next, of an object. */
  key: string | undefined;
}

const token = /[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|\s+/gy;

/**
 * The paths of the first JSON value of a text that may end anywhere: `.a`, `.a.b`, `.*` for elements, some many times.
 * Of a text that is not JSON there are none, or those before its first mistake. They come one by one as the text is
 * read, since who looks for one seldom needs them all.
 */
export function* firstRecordPaths(text: string): Iterable<string> {
  const open: Open[] = [];
  for (const [piece] of text.matchAll(token)) {
    const top = open.at(-1);
    if (/^\s/.test(piece) || piece === ':') continue;
    if (top === undefined && piece !== '{' && piece !== '[') break;
    if (piece === ',') {
      if (top) top.key = undefined;
    } else if (piece === '}' || piece === ']') {
      open.pop();
      if (open.length === 0) break;
    } else if (top?.kind === '{' && top.key === undefined) {
      top.key = memberName(piece);
    } else {
      const path = top === undefined ? '' : `${top.path}.${top.kind === '[' ? '*' : top.key}`;
      if (open.length <= maxDepth) yield path;
      if (piece === '{' || piece === '[') open.push({ kind: piece, path, key: undefined });
    }
  }
}

function memberName(piece: string): string {
  const name = piece.startsWith('"') ? piece.slice(1, -1) : piece;
  return /^[^\s."'()[\]{},|=*#]+$/.test(name) && !/^-?\d+$/.test(name) ? name : `"${name}"`;
}
