import type { Level } from '../core/sigma/rule.ts';
import { type Alert, toAlert } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import type { AlertQuestion, OtherAlert } from './answer.ts';
import type { Facts } from './facts.ts';
import { nameOf } from './whose-news.ts';

/** Alerts that the actor's other events made, and those of the same story, oldest first. */
export async function othersOf(
  db: StateDb,
  { alert, found }: Facts,
  rules: AlertQuestion['rules'],
): Promise<readonly OtherAlert[]> {
  const story = alert.story === null ? [] : await storyOf(db, alert.story);
  const alerts = new Map([...found.alerts, ...story].map((one) => [one.id, one]));
  alerts.delete(alert.id);
  const others = [...alerts.values()].map((one) => otherAlert(one, rules?.get(one.rule.id)?.ja?.title ?? null));
  return others.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
}

/** A story may be long; the newest of it are enough beside what the actor itself did. */
const mostOfStory = 50;

async function storyOf(db: StateDb, story: string): Promise<Alert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where((eb) => eb.or([eb('story', '=', story), eb('id', '=', story)]))
    .orderBy('last', 'desc')
    .limit(mostOfStory)
    .execute();
  return rows.map(toAlert);
}

function otherAlert(
  { id, number, rule, level, status, entity, first, last, count }: Alert,
  titleJa: string | null,
): OtherAlert {
  return {
    id,
    number,
    title: rule.title,
    titleJa,
    level: level as Level,
    status,
    entity: nameOf(entity.value),
    first,
    last,
    count,
  };
}
