import type { Config } from '../config/schema.ts';
import { KushiError } from '../core/error/error.ts';
import type { Derivation } from '../core/mapping/derivations/derivation.ts';
import { derivations } from '../core/mapping/derivations/derivations.ts';
import { anyNetwork, parseNetwork } from '../core/mapping/network.ts';
import { openGeo } from '../enrichments/geo/open-geo.ts';
import { loadUserAgents } from '../enrichments/user-agents/load-user-agents.ts';

/** What follows from values by itself, with the operator's own networks and databases. */
export async function openDerivations(
  config: Pick<Config, 'geo' | 'internal_networks'>,
): Promise<readonly Derivation[]> {
  const wrong = config.internal_networks.find((text) => parseNetwork(text) === undefined);
  if (wrong !== undefined)
    throw new KushiError('CONFIG_INVALID', `internal_networks: ${wrong} is no address range such as 10.0.0.0/8.`);
  const files = [config.geo.city, config.geo.asn].filter((file) => file !== undefined);
  const isInternal = anyNetwork(config.internal_networks);
  return derivations({
    isInternal,
    // A proxy of one's own writes the true client into X-Forwarded-For; anybody else may write anything.
    isTrustedProxy: isInternal,
    parseUserAgent: loadUserAgents(),
    ...(files.length === 0 ? {} : { locate: await openGeo(files.map((file) => ({ file }))) }),
  });
}
