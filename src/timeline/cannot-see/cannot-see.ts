import type { EventRow } from '../../engines/engine.ts';
import type { StateDb } from '../../state/open-state.ts';
import { type EventStore, type TimeRange, textOf } from '../event-store.ts';
import type { ActorEvents } from '../find-events.ts';
import type { RoleChain } from '../role-chain.ts';
import type { Touched } from '../touched.ts';
import { beyondLogs } from './beyond-logs.ts';
import { dataEventsOff } from './data-events.ts';
import type { Gap } from './gap.ts';
import { loggingStopped } from './logging-stopped.ts';
import { silentSources } from './silent-sources.ts';
import { notKept, rejectsSince, unreadObjects } from './unread-objects.ts';

export interface Seen {
  readonly range: TimeRange;
  readonly found: ActorEvents;
  readonly chain: RoleChain;
  readonly touched: Touched;
}

/** Accounts whose coverage is looked at. */
const mostAccounts = 20;

/** What may have happened in the range and would not show, worst first: computed from events, index and ledger. */
export async function cannotSee(store: EventStore, db: StateDb, seen: Seen): Promise<readonly Gap[]> {
  const { range, found, chain, touched } = seen;
  const accounts = accountsOf([...found.exact, ...found.weak], chain);
  const ofAccounts =
    accounts.length === 0
      ? []
      : [
          await loggingStopped(store, accounts, range),
          await silentSources(store, accounts, range),
          await dataEventsOff(store, accounts, range),
        ];
  return [
    ...ofAccounts.flat(),
    ...notKept(store, range),
    ...(await unreadObjects(db, range)),
    ...(await rejectsSince(store, range)),
    ...beyondLogs(found.exact, chain, touched),
  ];
}

function accountsOf(rows: readonly EventRow[], { stations }: RoleChain): string[] {
  const ofStations = stations.flatMap(({ account }) => account ?? []);
  const ofRows = rows.flatMap(({ fields }) => textOf(fields['cloud.account.id']) ?? []);
  return [...new Set([...ofStations, ...ofRows])].filter((account) => /^\d{12}$/.test(account)).slice(0, mostAccounts);
}
