import type { Match } from '../alerts.ts';

export const hour = 3_600_000_000_000n;
export const start = 1_795_500_000_000_000_000n;

/** A match so many hours after the start, of a rule about alice. Offsets tell matches apart. */
export function sampleMatch(hours: number, offset: number, parts: Partial<Match> = {}): Match {
  return {
    rule: { id: 'rule-1', title: 'A rule', level: 'high', path: 'rules/a.yml' },
    object: 'object-1',
    offset,
    dataset: 'aws.cloudtrail',
    time: start + BigInt(hours) * hour,
    event: `event-${offset}`,
    entity: { kind: 'user.name', value: 'alice' },
    ...parts,
  };
}
