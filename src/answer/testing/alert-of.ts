import { addMatches } from '../../state/add-matches.ts';
import { type Alert, listAlerts, type Match } from '../../state/alerts.ts';
import type { StateDb } from '../../state/open-state.ts';
import { type EventStore, fieldIs, rowsOf, textOf } from '../../timeline/event-store.ts';

interface Matching {
  /** Events with these actions match. */
  readonly actions: readonly string[];
  /** Field whose value the alert is about. */
  readonly by: string;
  readonly title?: string;
}

const time = 1_795_500_000_000_000_000n;

/** An alert of the stored events with an action, as detection makes it. */
export async function alertOf(
  store: EventStore,
  db: StateDb,
  { actions, by, title = 'A rule' }: Matching,
): Promise<Alert> {
  const rows = await rowsOf(store, fieldIs('event.action', actions), { order: 'oldest', fields: ['event.id', by] });
  const matches = rows.map(
    ({ object, offset, dataset, time, fields }): Match => ({
      rule: { id: title, title, level: 'high', path: 'rules/a.yml' },
      object,
      offset,
      dataset,
      time,
      event: textOf(fields['event.id']) ?? '',
      entity: { kind: by, value: textOf(fields[by]) ?? '' },
    }),
  );
  await addMatches(db, matches, { now: time });
  const alert = (await listAlerts(db)).find(({ rule }) => rule.id === title);
  if (alert === undefined) throw new Error('nothing matched');
  return alert;
}
