import type { Derivation } from './derivation.ts';

/** Each of the three from the other two, in nanoseconds; an end before its start gives no duration. */
const duration: readonly Derivation[] = [
  timeDerivation('event.duration', 'event.end', 'difference', 'event.start'),
  timeDerivation('event.end', 'event.start', 'sum', 'event.duration'),
  timeDerivation('event.start', 'event.end', 'difference', 'event.duration'),
];

function timeDerivation(field: string, first: string, arithmetic: 'sum' | 'difference', second: string): Derivation {
  return {
    name: field,
    from: [first, second],
    to: [field],
    arithmetic,
    derive(fields) {
      const [a, b] = [fields.one(first), fields.one(second)];
      if (a === undefined || b === undefined) return {};
      const result = arithmetic === 'sum' ? BigInt(a) + BigInt(b) : BigInt(a) - BigInt(b);
      return arithmetic === 'difference' && result < 0n ? {} : { [field]: result };
    },
  };
}

/** A connection or request that was let through or stopped has succeeded or failed. */
const outcome: Derivation = {
  name: 'event.outcome',
  from: ['event.category', 'event.type'],
  to: ['event.outcome'],
  derive(fields) {
    if (!fields.all('event.category').some((category) => category === 'network' || category === 'web')) return {};
    const types = fields.all('event.type');
    if (types.includes('denied')) return { 'event.outcome': 'failure' };
    return types.includes('allowed') ? { 'event.outcome': 'success' } : {};
  },
};

const defaults: Derivation = {
  name: 'event defaults',
  from: [],
  to: ['event.kind', 'event.type'],
  derive: () => ({ 'event.kind': 'event', 'event.type': ['info'] }),
};

export const eventDerivations: readonly Derivation[] = [...duration, outcome, defaults];
