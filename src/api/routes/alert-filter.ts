import type { z } from 'zod';
import { KushiError } from '../../core/error/error.ts';
import { parseTime } from '../../core/time/rfc3339.ts';
import { askedTimes } from '../../questions/asked-range.ts';
import type { AlertFilter } from '../../state/alert-filter.ts';
import type { AlertStatus } from '../../state/alerts.ts';
import type { Actor } from '../../state/user-name.ts';
import type { Caller } from '../caller.ts';
import type { alertRoutes } from '../contract/alerts.ts';

type Query = Partial<z.output<typeof alertRoutes.changeAll.body>['filter']>;

/** The filter that an address or a body means. */
export function filterOf(query: Query, caller: Caller | null, now: bigint): AlertFilter {
  const { status, level, owner, rule, story, text, history, suppressed, entityKind, entityValue, ids, openedTo } =
    query;
  return {
    ...(ids === undefined ? {} : { ids }),
    ...(status === undefined ? {} : { status: status.split(',') as AlertStatus[] }),
    ...(level === undefined ? {} : { level: level.split(',') }),
    ...(owner === undefined ? {} : { owner: owner === 'none' ? null : userOf(owner, caller) }),
    ...(rule === undefined ? {} : { rule }),
    ...(entityKind === undefined && entityValue === undefined ? {} : { entity: entityOf(entityKind, entityValue) }),
    ...(story === undefined ? {} : { story }),
    ...(text === undefined ? {} : { text }),
    ...(history === undefined ? {} : { history: history === 'true' }),
    ...(suppressed === undefined ? {} : { suppressed: suppressed === 'true' }),
    ...(openedTo === undefined ? {} : { openedTo: momentOf(openedTo) }),
    ...askedTimes(query, now),
  };
}

function entityOf(kind: string | undefined, value: string | undefined): NonNullable<AlertFilter['entity']> {
  return { ...(kind === undefined ? {} : { kind }), ...(value === undefined ? {} : { value }) };
}

/** `me` is whoever asks. */
export function userOf(id: string, caller: Caller | null): string {
  return id === 'me' ? (caller?.user ?? id) : id;
}

/** A moment as an answer gave it. */
export function momentOf(text: string): bigint {
  const time = parseTime(text);
  if (time === undefined) throw new KushiError('TIME_INVALID', `"${text}" is not a time: give it as the answer did.`);
  return time;
}

/** Who changes something. The machine itself is nobody, and what it did could be asked of no one. */
export function actorOf(caller: Caller | null, now: bigint): Actor {
  if (caller?.user) return { by: caller.user, now };
  throw new KushiError('FORBIDDEN', 'Only a user changes alerts: sign in, or send the token of one.');
}
