import { normalAddress } from '../network.ts';
import type { Derivation } from './derivation.ts';

export const hostDerivation: Derivation = {
  name: 'host.name',
  from: ['host.name', 'host.hostname'],
  to: ['host.name', 'host.hostname', 'host.domain'],
  derive(fields) {
    const name = fields.one('host.name') ?? fields.one('host.hostname');
    if (name === undefined) return {};
    const dot = name.indexOf('.');
    const isName = dot > 0 && dot + 1 < name.length && normalAddress(name) === undefined;
    return {
      'host.name': name,
      'host.hostname': fields.one('host.name'),
      'host.domain': isName ? name.slice(dot + 1) : undefined,
    };
  },
};
