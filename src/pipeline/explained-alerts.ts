import { nsPerDay } from '../core/time/rfc3339.ts';
import type { Engine, Segment } from '../engines/engine.ts';
import type { StateDb } from '../state/open-state.ts';
import { valuesOfAlerts } from '../state/stories.ts';
import { identityOfShape, roleName } from '../timeline/identity.ts';

/** Segments whose events are older tell of history, and are not looked into. */
const recentNs = 2n * nsPerDay;

/** Alerts looked at, the newest. */
const mostAlerts = 1000;

const givingFields = ['aws.issued_access_key_id', 'user.target.name'];

/**
 * Alerts of before whose keys or users new segments name as handed out or made: logs of another account or region come
 * late, and then tell how an alert came to be. They are to be linked anew. Looks into the new segments' sidecars alone.
 */
export async function explainedAlerts(
  engine: Engine,
  db: StateDb,
  { segments, now }: { readonly segments: readonly Segment[]; readonly now: bigint },
): Promise<string[]> {
  const telling = segments.filter(
    ({ last, fields }) => last > now - recentNs && givingFields.some((field) => fields[field] !== undefined),
  );
  if (telling.length === 0) return [];
  const byName = new Map<string, Set<string>>();
  for (const { alert, value } of await valuesOfAlerts(db, { since: now - 2n * recentNs, limit: mostAlerts })) {
    const kind = identityOfShape(value)?.kind;
    if (kind !== 'access-key' && kind !== 'user') continue;
    const name = kind === 'user' ? roleName(value) : value;
    byName.set(name, (byName.get(name) ?? new Set()).add(alert));
  }
  if (byName.size === 0) return [];
  const snapshot = { segments: telling.map((segment) => ({ ...segment, dead: [] })) };
  const seen = await engine.sightings({ values: [...byName.keys()], fields: givingFields }, snapshot);
  return [...new Set(seen.flatMap(({ value }) => [...(byName.get(value) ?? [])]))];
}
