import { compileGlob } from '../mapping/glob.ts';
import { firstRecordPaths } from './first-record-paths.ts';
import type { LogTypeDefinition, Probe } from './logtype.ts';
import { unwrapHead } from './unwrap-head.ts';

/** Which log type an object is. */
export type Route =
  | { readonly id: string }
  /** Several claim it: a mistake of the log types, not of the object. */
  | { readonly ambiguous: readonly string[] }
  | { readonly none: true };

export type RouteObject = (key: string, head: string) => Route;

interface Candidate {
  readonly id: string;
  readonly claimsKey: (key: string) => boolean;
  readonly fits: (head: Head) => boolean;
}

/** The first decoded bytes of an object as text, taken apart when somebody asks. */
interface Head {
  readonly text: string;
  readonly lines: readonly string[];
  has(path: string): boolean;
}

/**
 * A router over the installed log types. Those whose key globs fit are probed first; when none of them fits, all are.
 * `head` is the beginning of the object, decoded: some ten kilobytes are enough, and it may end in the middle of a record.
 */
export function createRouter(definitions: readonly LogTypeDefinition[]): RouteObject {
  const candidates = definitions.map(candidateOf);
  return (key, text) => {
    const head = headOf(text);
    const byKey = candidates.filter((candidate) => candidate.claimsKey(key));
    const claimed = byKey.filter((candidate) => candidate.fits(head));
    const fitting = claimed.length > 0 ? claimed : candidates.filter((candidate) => candidate.fits(head));
    if (fitting.length === 0) return { none: true };
    if (fitting.length === 1) return { id: fitting[0].id };
    return { ambiguous: fitting.map(({ id }) => id).sort() };
  };
}

function candidateOf(definition: LogTypeDefinition): Candidate {
  const globs = definition.route.key.map((glob) => compileGlob(glob, { path: true }));
  const prefixes = recordPrefixes(definition);
  const probe = compileProbe(definition.route.probe, prefixes);
  return {
    id: definition.id,
    claimsKey: (key) => globs.some((glob) => glob(key)),
    fits: (head) => probe(head) || unwrapHead(head.text, definition.wrappers).some((text) => probe(headOf(text))),
  };
}

/** Where a record may begin in the first JSON value: at its top, in a bare array, in the envelope of the codec or wrapper. */
function recordPrefixes({ codec, wrappers }: LogTypeDefinition): readonly string[] {
  // The envelope first: looking for what is not there reads all of the text, and of an envelope that is much.
  const prefixes = codec.kind === 'json' && codec.records ? [codec.records] : [];
  prefixes.push('', '.*');
  if (wrappers.includes('eventbridge')) prefixes.push('.detail', '.*.detail');
  return prefixes;
}

function compileProbe(probe: Probe, prefixes: readonly string[]): (head: Head) => boolean {
  const tests: ((head: Head) => boolean)[] = [];
  if (probe.has) {
    const paths = probe.has;
    tests.push((head) => prefixes.some((prefix) => paths.every((path) => head.has(prefix + path))));
  }
  if (probe.line !== undefined) {
    const glob = compileGlob(probe.line);
    tests.push((head) => head.lines.some(glob));
  }
  if (probe.firstLine !== undefined) {
    const glob = compileGlob(probe.firstLine);
    tests.push((head) => head.lines.length > 0 && glob(head.lines[0]));
  }
  if (probe.text !== undefined) {
    const glob = compileGlob(probe.text);
    tests.push((head) => glob(head.text));
  }
  if (probe.any) {
    const any = probe.any.map((part) => compileProbe(part, prefixes));
    tests.push((head) => any.some((test) => test(head)));
  }
  for (const part of probe.all ?? []) tests.push(compileProbe(part, prefixes));
  return (head) => tests.length > 0 && tests.every((test) => test(head));
}

/** Lines that a probe looks at; more would only cost time. */
const probedLines = 100;

function headOf(text: string): Head {
  const unread = firstRecordPaths(text)[Symbol.iterator]();
  const paths = new Set<string>();
  const lines = text.split(/\r?\n/, probedLines).filter((line) => line !== '');
  return {
    text,
    lines,
    has(path) {
      while (!paths.has(path)) {
        const next = unread.next();
        if (next.done) return false;
        paths.add(next.value);
      }
      return true;
    },
  };
}
