import type { Derivation } from './derivation.ts';

/** The third from two, in nanoseconds. */
const duration: Derivation = {
  name: 'event.duration',
  from: ['event.start', 'event.end', 'event.duration'],
  to: ['event.start', 'event.end', 'event.duration'],
  derive(fields) {
    const [start, end, length] = ['start', 'end', 'duration'].map((part) => {
      const text = fields.one(`event.${part}`);
      return text === undefined ? undefined : BigInt(text);
    });
    if (start !== undefined && end !== undefined) return end < start ? {} : { 'event.duration': end - start };
    if (start !== undefined && length !== undefined) return { 'event.end': start + length };
    return end !== undefined && length !== undefined ? { 'event.start': end - length } : {};
  },
};

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

export const eventDerivations: readonly Derivation[] = [duration, outcome, defaults];
