import { harmless } from '../../core/harmless/harmless.ts';
import type { StateDb } from '../../state/open-state.ts';
import { type RefusedObject, refusedObjects } from '../../state/refused-objects.ts';

/** Refused objects named; they often share one reason. */
const mostNamed = 3;

/** Which objects are refused and why, a line each; nothing when a run refused none. */
export async function formatRefused(db: StateDb, count: number): Promise<string> {
  if (count === 0) return '';
  const named = await refusedObjects(db, Math.min(count, mostNamed));
  const line = ({ name, reason }: RefusedObject) => `refused  ${harmless(name)}: ${harmless(reason)}\n`;
  const more = count > named.length ? `refused  and ${(count - named.length).toLocaleString('en-US')} more\n` : '';
  return named.map(line).join('') + more;
}
