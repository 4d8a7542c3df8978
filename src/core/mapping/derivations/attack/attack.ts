import type { Derivation } from '../derivation.ts';
import { tactics, techniques } from './techniques.ts';

interface Technique {
  readonly name: string;
  readonly tactics: readonly string[];
}

const known = new Map<string, Technique>(
  techniques.map(([id, name, tacticIds]) => [id, { name, tactics: tacticIds.split(' ') }]),
);

/** Names, tactics and links of technique ids. A sub-technique's id names its parent technique as well. */
export const attackDerivation: Derivation = {
  name: 'threat.technique.id',
  from: ['threat.technique.id', 'threat.technique.subtechnique.id'],
  to: [
    'threat.technique.name',
    'threat.technique.reference',
    'threat.technique.subtechnique.id',
    'threat.technique.subtechnique.name',
    'threat.technique.subtechnique.reference',
    'threat.tactic.id',
    'threat.tactic.name',
    'threat.tactic.reference',
  ],
  derive(fields) {
    const ids = [...fields.all('threat.technique.id'), ...fields.all('threat.technique.subtechnique.id')];
    const parents = unique(ids.map((id) => id.split('.', 1)[0]));
    const subs = unique(ids.filter((id) => /^T\d{4}\.\d{3}$/.test(id)));
    const tacticIds = unique(ids.flatMap((id) => known.get(id)?.tactics ?? []));
    return {
      'threat.technique.name': names(parents),
      'threat.technique.reference': parents.flatMap(techniqueLink),
      'threat.technique.subtechnique.id': subs,
      'threat.technique.subtechnique.name': names(subs),
      'threat.technique.subtechnique.reference': subs.flatMap(techniqueLink),
      'threat.tactic.id': tacticIds,
      'threat.tactic.name': tacticIds.flatMap((id) => tactics.get(id) ?? []),
      'threat.tactic.reference': tacticIds.map((id) => `https://attack.mitre.org/tactics/${id}/`),
    };
  },
};

function names(ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => known.get(id)?.name ?? []);
}

function techniqueLink(id: string): readonly string[] {
  return /^T\d{4}(?:\.\d{3})?$/.test(id) ? [`https://attack.mitre.org/techniques/${id.replace('.', '/')}/`] : [];
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
