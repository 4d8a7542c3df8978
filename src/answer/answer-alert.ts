import type { RuleHeader } from '../core/sigma/rule.ts';
import { nsPerDay } from '../core/time/rfc3339.ts';
import { type Alert, findAlert, matchesOf } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import { sourcesOf } from '../timeline/cannot-see/coverage.ts';
import { type EventStore, type TimeRange, textOf } from '../timeline/event-store.ts';
import { type Investigation, investigateActor } from '../timeline/investigate-actor.ts';
import { verbs } from '../timeline/touched.ts';
import type { AlertQuestion, Answer, AnswerAlert, AnswerRule, Coverage } from './answer.ts';
import { aroundOf } from './around.ts';
import { capped, countedField, type Facts, isFinding } from './facts.ts';
import { fromOf } from './from.ts';
import { matchingEvents, readMatches } from './matching-events.ts';
import { nextSteps } from './next-steps.ts';
import { nobodyFound } from './nobody.ts';
import { othersOf } from './others.ts';
import { outcomesOf } from './outcomes.ts';
import { withShortTexts } from './short-texts.ts';
import { stepsOf } from './steps.ts';
import { gapsOf, moreOf } from './unseen.ts';
import { whatOf } from './what.ts';
import { chainOf, whoOf } from './who.ts';
import { newsOf, noveltiesOf } from './whose-news.ts';

/**
 * What an alert says by itself, computed from its actor's timeline of a day before its first match to a day after its
 * last, or to now. Null when there is no such alert. Reads no more rows than the timeline does, but at most twenty
 * events behind the alert that the timeline does not hold.
 */
export async function answerAlert(store: EventStore, db: StateDb, question: AlertQuestion): Promise<Answer | null> {
  const alert = await findAlert(db, question.alert);
  if (alert === null) return null;
  const facts = await gatherFacts(store, db, alert, question);
  const { accounts, datasets } = placesOf(facts);
  const sources = await sourcesOf(store, { accounts, datasets }, facts.found.range);
  const coverage: Coverage = {
    sources: sources.map(({ dataset, account, last }) => ({ dataset, account, last })),
    completeTo: sources.reduce<bigint | null>(
      (least, { completeTo }) => (least === null || completeTo < least ? completeTo : least),
      null,
    ),
  };
  const gaps = gapsOf(facts, sources);
  const answer = answerOf(facts, ruleOf(alert, question.rules));
  const { before, after } = answer.around.else;
  const more = moreOf(before.events + after.events, gaps, coverage);
  return withShortTexts({ ...answer, more, gaps, coverage, others: await othersOf(db, facts, question.rules) });
}

async function gatherFacts(store: EventStore, db: StateDb, alert: Alert, { now }: AlertQuestion): Promise<Facts> {
  const range = rangeOf(alert, now);
  const [matches, found] = await Promise.all([
    matchesOf(db, alert.id),
    investigateActor(store, db, { id: alert.entity.value, range }),
  ]);
  const known: Investigation =
    found.identity === null ? await nobodyFound(store, db, { alert, matches, range, nobody: found }) : found;
  const matched = await readMatches(store, matches, known.found);
  const calls = known.found.exact.filter((row) => !isFinding(row));
  return { alert: alert as AnswerAlert, found: known, calls, matches, matched, asked: now };
}

/** A day around the matches; an alert of a minute ago has no day behind it yet. */
export function rangeOf({ first, last }: Pick<Alert, 'first' | 'last'>, now: bigint): TimeRange {
  const end = last + nsPerDay < now ? last + nsPerDay : now;
  return { from: first - nsPerDay, to: end > last ? end : last + 1n };
}

function placesOf({ found, matched }: Facts): { accounts: string[]; datasets: string[] } {
  const rows = [...found.found.exact, ...matched];
  const ofStations = found.chain.stations.flatMap(({ account }) => account ?? []);
  const ofRows = rows.flatMap(({ fields }) => textOf(fields['cloud.account.id']) ?? []);
  const accounts = [...new Set([...ofStations, ...ofRows])].filter((account) => /^\d{12}$/.test(account));
  return { accounts: accounts.slice(0, 20), datasets: [...new Set(rows.map(({ dataset }) => dataset))] };
}

export function ruleOf({ rule }: Alert, rules: ReadonlyMap<string, RuleHeader> | undefined): AnswerRule {
  const header = rules?.get(rule.id);
  if (header === undefined) return { id: rule.id, title: rule.title, text: null };
  const { description, tags, falsePositives, references, response, ja } = header;
  return { id: rule.id, title: rule.title, text: { description, tags, falsePositives, references, response, ja } };
}

const mostValues = 10;
const mostThings = 20;

function answerOf(facts: Facts, rule: AnswerRule): Omit<Answer, 'more' | 'gaps' | 'coverage' | 'others'> {
  const { alert, found, calls, matched, asked } = facts;
  const news = noveltiesOf(found);
  const who = whoOf(facts);
  const from = fromOf(facts, news);
  const { touched } = found;
  return {
    alert,
    rule,
    who,
    chain: chainOf(facts, news),
    from,
    what: whatOf(matched),
    result: outcomesOf(matched),
    accounts: countedField(calls.length > 0 ? calls : matched, 'cloud.account.id').slice(0, mostValues),
    regions: countedField(calls.length > 0 ? calls : matched, 'cloud.region').slice(0, mostValues),
    range: { from: found.range.from, to: found.range.to },
    asked,
    around: aroundOf(facts, news),
    done: Object.fromEntries(verbs.map((verb) => [verb, capped(touched[verb], mostThings)])) as Answer['done'],
    news: newsOf(found),
    steps: stepsOf(facts, news),
    matches: matchingEvents(facts),
    next: nextSteps(facts, { who, from, tags: rule.text?.tags ?? [] }),
  };
}
