import { addressDerivations } from './address.ts';
import { attackDerivation } from './attack/attack.ts';
import { communityIdDerivation } from './community-id.ts';
import type { Derivation } from './derivation.ts';
import { dnsDerivation } from './dns.ts';
import { domainDerivations } from './domain.ts';
import { eventDerivations } from './event.ts';
import { fileDerivations } from './file.ts';
import { forwardedForDerivation } from './forwarded-for.ts';
import { hostDerivation } from './host.ts';
import { macDerivations } from './mac.ts';
import { networkDirectionDerivation, networkSumDerivations, networkTypeDerivations } from './network.ts';
import { type LocateAddress, placeDerivations } from './place.ts';
import { registryDerivation } from './registry.ts';
import { transportDerivations } from './transport.ts';
import { urlDerivations } from './url.ts';
import { userDerivations } from './user.ts';
import { userAgentDerivation } from './user-agent/user-agent.ts';
import type { ParseUserAgent } from './user-agent/user-agent-parser.ts';
import { vulnerabilityDerivation } from './vulnerability.ts';
import { x509Derivations } from './x509.ts';

export interface DerivationOptions {
  /** The operator's own networks, for `network.direction`. */
  readonly isInternal: (ip: string) => boolean;
  /** Proxies whose `X-Forwarded-For` is believed; without it nobody's is. */
  readonly isTrustedProxy?: (ip: string) => boolean;
  readonly locate?: LocateAddress;
  readonly parseUserAgent?: ParseUserAgent;
  /** Costs microseconds a row, since flows hardly repeat: only for log types that ask. */
  readonly communityId?: boolean;
}

/** The closed list of derivations, in the order they run: earlier ones feed later ones. */
export function derivations(options: DerivationOptions): readonly Derivation[] {
  const { isTrustedProxy, locate, parseUserAgent, communityId = false } = options;
  return [
    ...addressDerivations,
    ...(isTrustedProxy === undefined ? [] : [forwardedForDerivation(isTrustedProxy)]),
    ...urlDerivations,
    ...(parseUserAgent === undefined ? [] : [userAgentDerivation(parseUserAgent)]),
    ...domainDerivations,
    dnsDerivation,
    ...transportDerivations,
    ...networkTypeDerivations,
    ...(communityId ? [communityIdDerivation] : []),
    ...networkSumDerivations,
    networkDirectionDerivation(options.isInternal),
    ...(locate === undefined ? [] : placeDerivations(locate)),
    ...userDerivations,
    hostDerivation,
    ...macDerivations,
    ...fileDerivations,
    registryDerivation,
    ...eventDerivations,
    attackDerivation,
    vulnerabilityDerivation,
    ...x509Derivations,
  ];
}
