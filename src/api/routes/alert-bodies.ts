import type { z } from 'zod';
import { formatTime } from '../../core/time/rfc3339.ts';
import type { Activity } from '../../state/alert-activity.ts';
import type { Alert } from '../../state/alerts.ts';
import type { StateDb } from '../../state/open-state.ts';
import type { Suppression } from '../../state/suppressions.ts';
import type { alertRoutes } from '../contract/alerts.ts';

export type AlertBody = z.input<typeof alertRoutes.one.response>['alert'];
export type ActivityBody = z.input<typeof alertRoutes.one.response>['activity'][number];
export type SuppressionBody = z.input<typeof alertRoutes.suppress.response>['suppression'];

/** Whoever an id is, by name. */
export type People = (id: string) => { readonly id: string; readonly name: string };

/** Names of all users: they are few, and what they did keeps their names. */
export async function peopleOf(db: StateDb): Promise<People> {
  const rows = await db.selectFrom('users').select(['id', 'name']).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

export function alertBody(
  { owner, first, last, opened, changed, datasets, ...rest }: Alert,
  people: People,
): AlertBody {
  return {
    ...rest,
    datasets: [...datasets],
    owner: owner === null ? null : people(owner),
    first: formatTime(first),
    last: formatTime(last),
    opened: formatTime(opened),
    changed: formatTime(changed),
  };
}

export function activityBody({ seq, at, by, kind, detail }: Activity, people: People): ActivityBody {
  return { seq, at: formatTime(at), by: by === null ? null : people(by), kind, detail: { ...detail } };
}

export function suppressionBody({ entity, owner, ...rest }: Suppression, people: People): SuppressionBody {
  return {
    ...rest,
    entity: entity ?? null,
    owner: people(owner),
    created: formatTime(rest.created),
    expires: formatTime(rest.expires),
    ended: rest.ended === null ? null : formatTime(rest.ended),
  };
}
