import type { Logsource } from '../logtype/logtype.ts';
import { editDistance, nearest } from '../mapping/nearest.ts';

/** The parts of a logsource, in the order they are told. */
export const logsourceParts = ['product', 'service', 'category'] as const;

/**
 * The parts of a logsource that are mistyped, as they are in the known one that needs the fewest edits; undefined when
 * none is near enough to be meant.
 */
export function nearestLogsource(asked: Logsource, known: readonly Logsource[]): Logsource | undefined {
  let best: Logsource | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const one of known) {
    const found = corrections(asked, one);
    if (found === undefined || found.edits === 0 || found.edits >= fewest) continue;
    best = found.parts;
    fewest = found.edits;
  }
  return best;
}

interface Corrections {
  readonly parts: Logsource;
  readonly edits: number;
}

/** What `asked` has to change to be served by `known`; undefined when a part is something else altogether. */
function corrections(asked: Logsource, known: Logsource): Corrections | undefined {
  const parts: { -readonly [part in keyof Logsource]: string } = {};
  let edits = 0;
  for (const part of logsourceParts) {
    const from = asked[part];
    const to = known[part];
    if (from === undefined || to === undefined || from === to) continue;
    if (nearest(from, [to]) === undefined) return undefined;
    parts[part] = to;
    edits += editDistance(from, to);
  }
  return { parts, edits };
}

/** `product: aws, service: cloudtrail` */
export function logsourceText(logsource: Logsource): string {
  return logsourceParts.flatMap((part) => (logsource[part] ? [`${part}: ${logsource[part]}`] : [])).join(', ');
}
