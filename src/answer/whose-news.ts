import type { EventRow } from '../engines/engine.ts';
import { textOf } from '../timeline/event-store.ts';
import { actsItself, identityOfShape, lastingIdentity, shortName } from '../timeline/identity.ts';
import type { Investigation } from '../timeline/investigate-actor.ts';
import type { News } from './answer.ts';
import { capped } from './facts.ts';

/** Asks whether something in events is new for whom they are of. Null: there is nothing to compare with. */
export interface Novelties {
  /** Whether any of the rows has the value for the first time. */
  value(rows: readonly EventRow[], field: string, value: string): boolean | null;
  /** Whether the row has anything new. */
  row(row: EventRow): boolean | null;
  /** Whether the identity of an ARN was never seen before. */
  identity(arn: string | null): boolean | null;
}

export function noveltiesOf({ identity: self, novelty }: Pick<Investigation, 'identity' | 'novelty'>): Novelties {
  const status = new Map(novelty.baselines.map(({ who, status }) => [who, status]));
  const values = new Set(novelty.values.map(({ who, field, value }) => `${who}\0${field}\0${value}`));
  const fields = [...new Set(novelty.values.map(({ field }) => field))];
  const ownerOf = ({ fields }: EventRow) =>
    actsItself(self) ? (lastingIdentity(textOf(fields['aws.principal_arn']) ?? '')?.name ?? '') : self.name;
  const isNew = (who: string, field: string, value: string): boolean | null => {
    const known = status.get(who);
    if (known === 'compared') return values.has(`${who}\0${field}\0${value}`);
    return known === 'first-seen' ? true : null;
  };
  return {
    value(rows, field, value) {
      const answers = [...new Set(rows.map(ownerOf))].map((who) => isNew(who, field, value));
      return answers.includes(true) ? true : answers.includes(false) ? false : null;
    },
    row(row) {
      const who = ownerOf(row);
      const known = status.get(who);
      if (known !== 'compared') return known === 'first-seen' ? true : null;
      return fields.some((field) => isNew(who, field, textOf(row.fields[field]) ?? '') === true);
    },
    identity(arn) {
      const known = status.get(lastingIdentity(arn ?? '')?.name ?? '');
      return known === undefined || known === 'too-young' ? null : known === 'first-seen';
    },
  };
}

const mostValues = 60;

/** What is new against the 30 days before, for the actor and those it became. */
export function newsOf({ novelty: { values, baselines } }: Pick<Investigation, 'novelty'>): News {
  const statuses = baselines.map(({ status }) => status);
  const facts = values
    .filter(({ field }) => field !== 'actor')
    .map(({ who, field, value, count, proof }) => ({ who: nameOf(who), field, value, count, first: proof.time }));
  return {
    status: (['compared', 'first-seen', 'too-young'] as const).find((one) => statuses.includes(one)) ?? 'none',
    days: baselines.reduce((most, { days }) => Math.max(most, days), 0),
    values: capped(facts, mostValues),
    identities: baselines.filter(({ status }) => status === 'first-seen').map(({ who }) => nameOf(who)),
  };
}

/** A short name for an ARN; what is none as it is. */
export function nameOf(name: string): string {
  const identity = identityOfShape(name);
  return identity === null ? name : shortName(identity);
}
