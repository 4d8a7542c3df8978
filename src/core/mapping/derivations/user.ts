import type { Derivation } from './derivation.ts';

const prefixes = [
  'user',
  'user.target',
  'user.effective',
  'user.changes',
  'source.user',
  'destination.user',
  'client.user',
  'server.user',
];

/** `CORP\alice` and `alice@example.com` name a domain too; what has a dot behind the at sign is also an e-mail address. */
const outside: readonly Derivation[] = prefixes.map((prefix) => ({
  name: `${prefix}.name parts`,
  from: [`${prefix}.name`],
  to: [`${prefix}.domain`, `${prefix}.email`],
  derive(fields) {
    const name = fields.one(`${prefix}.name`);
    const parts = name === undefined ? undefined : splitUser(name);
    if (parts === undefined) return {};
    const isEmail = name!.includes('@') && parts.domain.includes('.');
    return { [`${prefix}.domain`]: parts.domain, [`${prefix}.email`]: isEmail ? name : undefined };
  },
}));

/** The name keeps the account alone, once its domain has a field of its own. A mapping that pins the domain keeps it whole. */
const spelling: readonly Derivation[] = prefixes.map((prefix) => ({
  name: `${prefix}.name spelling`,
  from: [`${prefix}.name`, `${prefix}.domain`],
  to: [`${prefix}.name`],
  canonical: true,
  derive(fields) {
    const name = fields.one(`${prefix}.name`);
    const parts = name === undefined ? undefined : splitUser(name);
    const hasDomain = parts !== undefined && fields.one(`${prefix}.domain`) === parts.domain;
    return hasDomain ? { [`${prefix}.name`]: parts.account } : {};
  },
}));

export function splitUser(name: string): { account: string; domain: string } | undefined {
  const down = /^([^\\/@\s]+)\\([^\\]+)$/.exec(name);
  if (down !== null) return { domain: down[1], account: down[2] };
  const at = /^([^@\s/:]+)@([^@\s/:]+)$/.exec(name);
  return at === null ? undefined : { account: at[1], domain: at[2] };
}

export const userDerivations: readonly Derivation[] = [...outside, ...spelling];
