import { harmless } from '../../../core/harmless/harmless.ts';
import { identityOfShape, shortName } from '../../../timeline/identity.ts';
import type { Station } from '../../../timeline/role-chain.ts';

/** Whose key it is, where, and the key: `role/session in 111122223333 (ASIA…)`. */
export function stationName({ id, principal, account, kind }: Station): string {
  const identity = identityOfShape(principal ?? id) ?? { kind, name: id, account };
  const of = account === null ? '' : ` in ${account}`;
  return harmless(principal === null ? `${shortName(identity)}${of}` : `${shortName(identity)}${of} (${id})`);
}

/** The same without account and key. */
export function stationShort({ id, principal, kind, account }: Station): string {
  return shortName(identityOfShape(principal ?? id) ?? { kind, name: id, account });
}
