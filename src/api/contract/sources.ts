import { z } from 'zod';
import { cursor, place, whole } from './asked.ts';
import { count } from './events.ts';
import { route } from './route.ts';
import { moment } from './times.ts';

/** `2026-11-24`. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** `offered = loaded + known + refused + skipped + waiting`, `read = events + rejects + filtered`; expired events were loaded. */
export const equations = {
  objects: z.object({
    offered: count,
    loaded: count,
    known: count,
    refused: count,
    skipped: count,
    waiting: count,
  }),
  records: z.object({ read: count, events: count, rejects: count, filtered: count, expired: count }),
};

export const paceState = z.enum(['ok', 'silent', 'unknown']);

const status = z.enum(['waiting', 'loading', 'loaded', 'refused', 'skipped']);

const listedObject = z.object({
  id: z.string(),
  source: z.string(),
  name: z.string(),
  size: count,
  written: moment,
  day,
  offers: count,
  status,
  /** Why it was refused or skipped, or still waits. */
  reason: z.string().nullable(),
  logType: z.string().nullable(),
  generation: count,
  records: equations.records,
});

const raw = { raw: z.string().optional(), rawBase64: z.string().optional() };
const code = z.string().min(1).max(100);
const logType = z.string().max(200);

/** Whether every log is here, and if not, which is missing and why. */
export const sourceRoutes = {
  list: route({
    method: 'GET',
    path: '/api/sources',
    role: 'viewer',
    tag: 'sources',
    summary: 'Both equations by source and day, and how each log type comes',
    query: z.strictObject({ fromDay: day.optional(), toDay: day.optional() }),
    response: z.object({
      total: z.object(equations),
      sources: z.array(
        z.object({
          source: z.string(),
          /** Its name in kushi.yml; null for what was loaded by path. */
          name: z.string().nullable(),
          ...equations,
          days: z.array(z.object({ source: z.string(), day: z.string(), ...equations })),
          logTypes: z.array(z.string()),
          lastObject: z.object({ name: z.string(), written: moment }).nullable(),
        }),
      ),
      logTypes: z.array(
        z.object({
          dataset: z.string(),
          lastEvent: moment,
          behindSeconds: z.number(),
          /** Events that usually come in an hour at this weekday and time. */
          usualPerHour: z.number().nullable(),
          /** Hours since the last event in which some usually come. */
          missedHours: count,
          state: paceState,
        }),
      ),
    }),
  }),
  objects: route({
    method: 'GET',
    path: '/api/objects',
    role: 'viewer',
    tag: 'sources',
    summary: 'Objects of the ledger, those written last first',
    query: z.strictObject({
      source: z.string().min(1).max(4096).optional(),
      /** Names with commas between them. */
      status: z
        .string()
        .regex(/^(waiting|loading|loaded|refused|skipped)(,(waiting|loading|loaded|refused|skipped))*$/)
        .optional(),
      day: day.optional(),
      logType: logType.optional(),
      text: z.string().max(1024).optional(),
      rejected: z.enum(['true', 'false']).optional(),
      limit: whole(1, 200, 50),
      cursor: cursor.optional(),
    }),
    response: z.object({ objects: z.array(listedObject), next: cursor.nullable() }),
  }),
  why: route({
    method: 'GET',
    path: '/api/sources/why',
    role: 'viewer',
    tag: 'sources',
    summary: 'Why a log is not here: how far a key came, or what is stored around a time',
    query: z.strictObject({ asked: z.string().min(1).max(2048) }),
    response: z.object({
      asked: z.string(),
      step: z
        .enum(['no-source', 'not-offered', 'waiting', 'refused', 'skipped', 'rejected', 'filtered', 'loaded'])
        .nullable(),
      objects: z.array(listedObject),
      sources: z.array(z.object({ name: z.string(), location: z.string(), covers: z.boolean() })),
      around: z.array(
        z.object({ dataset: z.string(), events: count, before: moment.nullable(), after: moment.nullable() }),
      ),
    }),
  }),
  causes: route({
    method: 'GET',
    path: '/api/rejects/causes',
    role: 'viewer',
    tag: 'sources',
    summary: 'Why records did not become events, how many, and one of each',
    response: z.object({
      causes: z.array(
        z.object({
          code: z.string(),
          logType: z.string(),
          count,
          first: moment,
          last: moment,
          example: z.object({ object: z.string(), offset: count, message: z.string(), ...raw }).nullable(),
        }),
      ),
    }),
  }),
  rejects: route({
    method: 'GET',
    path: '/api/rejects',
    role: 'viewer',
    tag: 'sources',
    summary: 'Records that did not become events, those read last first',
    query: z.strictObject({
      code: code.optional(),
      logType: logType.optional(),
      limit: whole(1, 200, 50),
      cursor: cursor.optional(),
    }),
    response: z.object({
      rejects: z.array(
        z.object({
          object: z.string(),
          offset: count,
          name: z.string(),
          logType: z.string(),
          code: z.string(),
          message: z.string(),
          readAt: moment,
        }),
      ),
      next: cursor.nullable(),
    }),
  }),
  rawReject: route({
    method: 'GET',
    path: '/api/rejects/:object/:offset/raw',
    role: 'viewer',
    tag: 'sources',
    summary: 'The bytes of a record that did not become an event',
    params: place,
    response: z.object({ code: z.string(), message: z.string(), bytes: count, raw: z.object(raw) }),
    audited: 'reject-raw',
  }),
};
