import type { Alert } from '../alerts.ts';

/** An alert that nobody has worked on, with what a test says of it. */
export function sampleAlert(parts: Partial<Alert> & Pick<Alert, 'id' | 'first'>): Alert {
  return {
    number: 'A-1',
    rule: { id: 'rule', title: 'A rule', path: 'rules/a.yml' },
    level: 'high',
    status: 'open',
    entity: { kind: 'user.name', value: 'alice' },
    last: parts.first,
    count: 1,
    datasets: [],
    owner: null,
    verdict: null,
    reason: null,
    suppression: null,
    story: null,
    continues: null,
    history: false,
    opened: parts.first,
    changed: parts.first,
    ...parts,
  };
}
