import { and, not } from '../../core/query/ast.ts';
import { message } from '../../core/words/say.ts';
import type { EventRow } from '../../engines/engine.ts';
import { type EventStore, fieldIs, proofOf, rowsOf, type TimeRange, textOf } from '../event-store.ts';
import type { Gap } from './gap.ts';

interface Switch {
  /** Log type that the call turns off or narrows. */
  readonly dataset: string;
  /** Whether nothing more comes, or only less. */
  readonly ends: boolean;
  /** Calls that turn it on again. */
  readonly again: readonly string[];
}

const trail = { dataset: 'aws.cloudtrail', again: ['StartLogging', 'CreateTrail'] };
const flows = { dataset: 'aws.vpcflow', again: ['CreateFlowLogs'] };
const detector = { dataset: 'aws.guardduty', again: ['CreateDetector', 'StartMonitoringMembers'] };
const webAcl = { dataset: 'aws.waf', again: ['PutLoggingConfiguration'] };

/** Calls that end or narrow a log, by the names of the services' API references. */
const switches: Readonly<Record<string, Switch>> = {
  StopLogging: { ...trail, ends: true },
  DeleteTrail: { ...trail, ends: true },
  UpdateTrail: { ...trail, ends: false },
  PutEventSelectors: { ...trail, ends: false },
  DeleteFlowLogs: { ...flows, ends: true },
  DeleteDetector: { ...detector, ends: true },
  UpdateDetector: { ...detector, ends: false },
  CreateFilter: { ...detector, ends: false },
  StopMonitoringMembers: { ...detector, ends: true },
  DisassociateMembers: { ...detector, ends: true },
  DisassociateFromAdministratorAccount: { ...detector, ends: true },
  DeleteLoggingConfiguration: { ...webAcl, ends: true },
};

const switchFields = ['event.action', 'event.outcome', 'cloud.account.id', 'aws.principal_arn', 'user.name'];

/** Logs of these accounts that somebody stopped or narrowed in the range, with the events before and after. */
export async function loggingStopped(store: EventStore, accounts: readonly string[], range: TimeRange): Promise<Gap[]> {
  const worked = and([fieldIs('cloud.account.id', accounts), not(fieldIs('event.outcome', ['failure']))]);
  const query = and([fieldIs('event.action', Object.keys(switches)), worked]);
  const rows = await rowsOf(store, query, { ...range, order: 'oldest', fields: switchFields, limit: 100 });
  return Promise.all(rows.map((row) => gapOf(store, row, range)));
}

async function gapOf(store: EventStore, row: EventRow, range: TimeRange): Promise<Gap> {
  const action = textOf(row.fields['event.action']) ?? '';
  const account = textOf(row.fields['cloud.account.id']) ?? '';
  const { dataset, ends, again } = switches[action];
  const until = await turnedOn(store, account, again, row.time);
  const length = (until ?? range.to) - row.time;
  const count = (from: bigint, to: bigint) =>
    store.engine.count(fieldIs('cloud.account.id', [account]), store.snapshot, { datasets: [dataset], from, to });
  const before = await count(row.time - length, row.time);
  const after = await count(row.time + 1n, row.time + length);
  const who = textOf(row.fields['user.name']) ?? textOf(row.fields['aws.principal_arn']) ?? 'somebody';
  const kind = ends ? 'logging-stopped' : 'logging-changed';
  const slots = { dataset, account, who, action, since: row.time, before, after };
  return {
    kind,
    message: until === null ? message(`gap.${kind}`, slots) : message(`gap.${kind}-until`, { ...slots, until }),
    dataset,
    account,
    since: row.time,
    until,
    evidence: { action, eventsBefore: before, eventsAfter: after },
    proof: proofOf(row),
  };
}

async function turnedOn(
  store: EventStore,
  account: string,
  again: readonly string[],
  since: bigint,
): Promise<bigint | null> {
  const query = and([
    fieldIs('event.action', again),
    fieldIs('cloud.account.id', [account]),
    not(fieldIs('event.outcome', ['failure'])),
  ]);
  const [row] = await rowsOf(store, query, { from: since + 1n, order: 'oldest', limit: 1, fields: ['event.action'] });
  return row?.time ?? null;
}
