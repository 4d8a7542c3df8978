import { message } from '../../core/words/say.ts';
import type { EventRow } from '../../engines/engine.ts';
import { proofOf, textOf } from '../event-store.ts';
import type { RoleChain } from '../role-chain.ts';
import { targetOf } from '../sentence.ts';
import type { Touched } from '../touched.ts';
import { type Gap, noPlace } from './gap.ts';

/** Calls that open a way into a host, where AWS records nothing more. */
const waysIn =
  /^(StartSession|ResumeSession|SendCommand|ExecuteCommand|SendSSHPublicKey|SendSerialConsoleSSHPublicKey|GetPasswordData)$/;

/** What none of the loaded logs could show, however complete: it happened where they do not look. */
export function beyondLogs(exact: readonly EventRow[], chain: RoleChain, touched: Touched): Gap[] {
  return [...insideInstances(chain), ...insideSessions(exact), ...inOtherHands(touched)];
}

function insideInstances({ stations }: RoleChain): Gap[] {
  return stations
    .filter(({ kind }) => kind === 'instance')
    .map(({ id }) => ({
      ...noPlace,
      kind: 'beyond-logs',
      message: message('gap.inside-instance', { instance: id }),
      evidence: { instance: id },
    }));
}

function insideSessions(exact: readonly EventRow[]): Gap[] {
  const ways = new Map<string, Gap>();
  for (const row of exact) {
    const action = textOf(row.fields['event.action']) ?? '';
    if (!waysIn.test(action) || row.fields['event.outcome'] === 'failure') continue;
    const host = textOf(row.fields['cloud.instance.id']) ?? targetOf(row) ?? 'a host';
    const key = `${action}\0${host}`;
    if (ways.has(key)) continue;
    ways.set(key, {
      ...noPlace,
      kind: 'beyond-logs',
      message: message('gap.inside-session', { host, action }),
      since: row.time,
      evidence: { action, host },
      proof: proofOf(row),
    });
  }
  return [...ways.values()];
}

function inOtherHands({ shared }: Touched): Gap[] {
  return shared
    .filter((thing) => thing.with.length > 0)
    .map(({ kind, name, account, first, with: others, proof }) => ({
      ...noPlace,
      kind: 'beyond-logs',
      message: message('gap.other-hands', { others: others.join(', '), thing: name ?? kind }),
      account,
      since: first,
      evidence: { sharedWith: others.join(', ') },
      proof,
    }));
}
