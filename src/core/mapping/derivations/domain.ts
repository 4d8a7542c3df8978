import { parse } from 'tldts';
import { normalAddress } from '../network.ts';
import type { Derivation } from './derivation.ts';

/** Field with the name, and the prefix its parts go to. */
const names: readonly (readonly [field: string, prefix: string])[] = [
  ['dns.question.name', 'dns.question'],
  ['url.domain', 'url'],
  ['source.domain', 'source'],
  ['destination.domain', 'destination'],
  ['client.domain', 'client'],
  ['server.domain', 'server'],
];

/** Lower case, without the root's dot: `Example.COM.` and `example.com` are one name. */
const spelling: readonly Derivation[] = names.map(([field]) => ({
  name: `${field} spelling`,
  from: [field],
  to: [field],
  canonical: true,
  derive(fields) {
    const name = fields.one(field);
    const canonical = name?.toLowerCase().replace(/(.)\.$/, '$1');
    return canonical === name ? {} : { [field]: canonical };
  },
}));

/** Cut by the public suffix list (ICANN part): `www.example.co.uk` is `www` in `example.co.uk` under `co.uk`. */
const parts: readonly Derivation[] = names.map(([field, prefix]) => ({
  name: `${field} parts`,
  from: [field],
  to: [`${prefix}.registered_domain`, `${prefix}.subdomain`, `${prefix}.top_level_domain`],
  derive(fields) {
    const name = fields.one(field);
    if (name === undefined || name.length > 253 || normalAddress(name.replace(/^\[|\]$/g, '')) !== undefined) return {};
    const { domain, subdomain, publicSuffix } = parse(name, { extractHostname: false, allowPrivateDomains: false });
    return {
      [`${prefix}.registered_domain`]: domain ?? undefined,
      [`${prefix}.subdomain`]: subdomain || undefined,
      [`${prefix}.top_level_domain`]: domain === null ? undefined : (publicSuffix ?? undefined),
    };
  },
}));

export const domainDerivations: readonly Derivation[] = [...spelling, ...parts];
