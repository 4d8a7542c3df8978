import { z } from 'zod';
import type { AnswerJson } from '../../questions/answer-json.ts';
import { cursor, range, whole } from './asked.ts';
import { count, listedEvent } from './events.ts';
import { route } from './route.ts';
import { moment, momentAsked } from './times.ts';

export const statuses = ['open', 'working', 'closed'] as const;
export const verdicts = ['attack', 'expected', 'wrong-rule', 'test', 'unclear'] as const;
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;

const id = z.string().min(1).max(64);
const line = z.string().max(500);
const entity = z.object({ kind: z.string(), value: z.string() });
const person = z.object({ id: z.string(), name: z.string() });

const alert = z.object({
  id: z.string(),
  /** `A-1042`. */
  number: z.string(),
  rule: z.object({ id: z.string(), title: z.string(), path: z.string() }),
  level: z.string(),
  status: z.enum(statuses),
  entity,
  first: moment,
  last: moment,
  count,
  datasets: z.array(z.string()),
  owner: person.nullable(),
  verdict: z.enum(verdicts).nullable(),
  reason: z.string().nullable(),
  /** Id of the suppression that keeps it quiet. */
  suppression: z.string().nullable(),
  /** Id of the alert that its story is named after; null when it is alone. */
  story: z.string().nullable(),
  /** Id of the closed alert that it goes on from. */
  continues: z.string().nullable(),
  /** Found in history, so that it paged nobody. */
  history: z.boolean(),
  opened: moment,
  changed: moment,
});

/** Names with commas between them, each one of these. */
const some = <T extends string>(names: readonly T[]) =>
  z.string().regex(new RegExp(`^(${names.join('|')})(,(${names.join('|')}))*$`), `must be of ${names.join(', ')}`);

const filter = {
  status: some(statuses).optional(),
  level: some(levels).optional(),
  /** Id of a user, `me`, or `none`. */
  owner: id.optional(),
  rule: z.string().min(1).max(300).optional(),
  entityKind: z.string().min(1).max(100).optional(),
  entityValue: z.string().min(1).max(4096).optional(),
  story: id.optional(),
  text: z.string().max(300).optional(),
  history: z.enum(['true', 'false']).optional(),
  suppressed: z.enum(['true', 'false']).optional(),
  ...range,
};

const work = {
  status: z.enum(statuses).optional(),
  /** Id of a user, `me`; null for nobody. */
  owner: id.nullable().optional(),
  verdict: z.enum(verdicts).optional(),
  reason: line.optional(),
};

const named = z.strictObject({ alert: id });

const activity = z.object({
  seq: count,
  at: moment,
  /** Null for Kushi itself. */
  by: person.nullable(),
  kind: z.enum(['changed', 'comment', 'continued', 'merged', 'suppressed', 'visible']),
  detail: z.record(z.string(), z.unknown()),
});

const scope = {
  rule: z.string().min(1).max(300),
  entity: z.strictObject({ kind: z.string().min(1).max(100), value: z.string().min(1).max(4096) }).optional(),
};

const suppression = z.object({
  id: z.string(),
  rule: z.string(),
  entity: entity.nullable(),
  owner: person,
  reason: z.string(),
  created: moment,
  expires: moment,
  ended: moment.nullable(),
  active: z.boolean(),
  alerts: count,
});

/** Typed, and not told in the document: an answer is whatever alerts say of themselves. */
const answer = z.record(z.string(), z.unknown()) as unknown as z.ZodType<AnswerJson>;

const taken = z.object({
  restored: count,
  /** Alerts that were changed since, and so were left as they are. */
  left: z.array(
    z.object({
      alert: z.string(),
      number: z.string().nullable(),
      by: person.nullable(),
      at: moment.nullable(),
    }),
  ),
});

/** Alerts and what people do with them. */
export const alertRoutes = {
  list: route({
    method: 'GET',
    path: '/api/alerts',
    role: 'viewer',
    tag: 'alerts',
    summary: 'Alerts, worst then newest',
    query: z.strictObject({ ...filter, limit: whole(1, 200, 50), cursor: cursor.optional() }),
    response: z.object({ alerts: z.array(alert), next: cursor.nullable() }),
  }),
  counts: route({
    method: 'GET',
    path: '/api/alerts/counts',
    role: 'viewer',
    tag: 'alerts',
    summary: 'How many alerts there are, by status and level',
    query: z.strictObject(filter),
    response: z.object({
      total: count,
      status: z.record(z.enum(statuses), count),
      /** Of those that are not closed. */
      level: z.record(z.string(), count),
      /** Open, of nobody, and not suppressed. */
      unowned: count,
      suppressed: count,
    }),
  }),
  groups: route({
    method: 'GET',
    path: '/api/alert-groups',
    role: 'viewer',
    tag: 'alerts',
    summary: 'Alerts as stories, or by rule: the worst first',
    query: z.strictObject({
      ...filter,
      by: z.enum(['story', 'rule']).default('story'),
      limit: whole(1, 100, 30),
      cursor: cursor.optional(),
    }),
    response: z.object({
      groups: z.array(
        z.object({
          /** Id of the story, or of the alert that is alone; id of the rule. */
          id: z.string(),
          first: moment,
          last: moment,
          events: count,
          /** Alerts of it that the filter means; of many only the worst come with it. */
          count,
          alerts: z.array(alert),
        }),
      ),
      next: cursor.nullable(),
    }),
  }),
  one: route({
    method: 'GET',
    path: '/api/alerts/:alert',
    role: 'viewer',
    tag: 'alerts',
    summary: 'One alert by id or number, what became of it, and the others of its story',
    params: named,
    response: z.object({ alert, story: z.array(alert), activity: z.array(activity) }),
  }),
  answer: route({
    method: 'GET',
    path: '/api/alerts/:alert/answer',
    role: 'viewer',
    tag: 'alerts',
    summary: 'What an alert says by itself: who, how, from where, what else, what could not be seen, what to do',
    params: named,
    query: z.strictObject({
      language: z.enum(['en', 'ja']).default('en'),
      zone: z.string().min(1).max(64).default('UTC'),
    }),
    response: z.object({
      answer,
      /** The whole as text in the language. */
      text: z.string(),
    }),
  }),
  events: route({
    method: 'GET',
    path: '/api/alerts/:alert/events',
    role: 'viewer',
    tag: 'alerts',
    summary: 'The events behind an alert, newest first',
    params: named,
    query: z.strictObject({ limit: whole(1, 200, 50), cursor: cursor.optional() }),
    response: z.object({
      total: count,
      /** One that retention has removed is not `kept`, and has no sentence and no fields. */
      events: z.array(listedEvent.extend({ kept: z.boolean() })),
      next: cursor.nullable(),
    }),
  }),
  change: route({
    method: 'PATCH',
    path: '/api/alerts/:alert',
    role: 'analyst',
    tag: 'alerts',
    summary: 'Give an alert a status, an owner, a verdict; refused when somebody else did meanwhile',
    params: named,
    body: z.strictObject({ ...work, /** `changed` of the alert as it was seen. */ changed: moment }),
    response: z.object({ alert, undo: z.string().nullable() }),
    audited: 'alert-change',
  }),
  comment: route({
    method: 'POST',
    path: '/api/alerts/:alert/comments',
    role: 'analyst',
    tag: 'alerts',
    summary: 'Say something about an alert',
    params: named,
    body: z.strictObject({ text: z.string().min(1).max(20_000) }),
    response: z.object({ activity: z.array(activity) }),
    audited: 'alert-comment',
  }),
  changeAll: route({
    method: 'POST',
    path: '/api/alerts/changes',
    role: 'analyst',
    tag: 'alerts',
    summary: 'Change all alerts that a query means, however many',
    body: z.strictObject({
      filter: z.strictObject({
        ...filter,
        ids: z.array(id).max(10_000).optional(),
        /** Only those opened up to this moment: what was seen when more come meanwhile. */
        openedTo: moment.optional(),
      }),
      change: z.strictObject(work),
    }),
    response: z.object({ matched: count, changed: count, undo: z.string().nullable() }),
    audited: 'alerts-change',
  }),
  undo: route({
    method: 'POST',
    path: '/api/alerts/changes/:undo/undo',
    role: 'analyst',
    tag: 'alerts',
    summary: 'Take a change of alerts back',
    params: z.strictObject({ undo: id }),
    response: taken,
    audited: 'alerts-undo',
  }),
  suppressions: route({
    method: 'GET',
    path: '/api/suppressions',
    role: 'viewer',
    tag: 'alerts',
    summary: 'Rules and entities that are kept quiet, those that last first',
    response: z.object({ suppressions: z.array(suppression) }),
  }),
  suppress: route({
    method: 'POST',
    path: '/api/suppressions',
    role: 'analyst',
    tag: 'alerts',
    summary: 'Keep alerts of a rule, or those about one entity, quiet for a while',
    body: z.strictObject({ ...scope, reason: line.min(1), expires: momentAsked.optional() }),
    response: z.object({ suppression }),
    audited: 'suppression-add',
  }),
  endSuppression: route({
    method: 'POST',
    path: '/api/suppressions/:suppression/end',
    role: 'analyst',
    tag: 'alerts',
    summary: 'End a suppression before it expires',
    params: z.strictObject({ suppression: id }),
    response: z.object({ suppression }),
    audited: 'suppression-end',
  }),
  wouldHide: route({
    method: 'GET',
    path: '/api/suppressions/preview',
    role: 'viewer',
    tag: 'alerts',
    summary: 'What a suppression would have hidden in the last 30 days',
    query: z.strictObject({
      rule: scope.rule,
      entityKind: z.string().min(1).max(100).optional(),
      entityValue: z.string().min(1).max(4096).optional(),
    }),
    response: z.object({ alerts: count, matches: count, shown: z.array(alert) }),
  }),
};
