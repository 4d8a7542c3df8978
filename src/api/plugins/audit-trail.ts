import type { FastifyInstance, FastifyRequest } from 'fastify';
import { nsPerSecond } from '../../core/time/rfc3339.ts';
import type { AuditDetail, AuditNote } from '../../state/audit.ts';
import { addAuditNote } from '../../state/audit.ts';
import type { Service } from '../service.ts';

/** What a route adds to its note. */
interface Noted {
  readonly target?: string | undefined;
  readonly detail?: Readonly<Record<string, AuditDetail[string] | undefined>> | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    noted: Noted | null;
    isNoted: boolean;
  }
}

const longestText = 200;

/** Says in the audit log what a request was about, where parameters and query do not. Nothing secret goes in. */
export function note(request: FastifyRequest, noted: Noted): void {
  request.noted = {
    target: noted.target ?? request.noted?.target,
    detail: { ...request.noted?.detail, ...noted.detail },
  };
}

/**
 * Notes each call of a route that its contract calls audited: before the answer goes out, so that nothing is read that
 * is not in the log, and also when it was refused. A route that nobody could call notes nothing, or anyone could fill
 * the disk; of those that try to sign in, so many a minute are noted and the rest counted.
 */
export function keepAuditTrail(app: FastifyInstance, { db, clock }: Service): void {
  const budget = createBudget();
  app.decorateRequest('noted', null);
  app.decorateRequest('isNoted', false);
  app.addHook('onSend', async (request, reply) => {
    const action = request.routeOptions.config?.contract?.audited;
    if (action === undefined || request.isNoted) return;
    request.isNoted = true;
    const { caller } = request;
    const isOpen = request.routeOptions.config.contract?.role === 'public';
    if (caller === null && !isOpen) return;
    const now = clock();
    const unnoted = caller === null ? budget(now) : 0;
    if (unnoted === null) return;
    await addAuditNote(db, {
      at: now,
      who: caller?.user ?? null,
      how: caller?.how ?? 'none',
      address: request.ip,
      action,
      target: request.noted?.target ?? targetOf(request),
      outcome: outcomeOf(reply.statusCode),
      detail: defined({ ...queryOf(request), ...request.noted?.detail, unnoted: unnoted || undefined }),
    });
  });
}

const notesAMinute = 60;

/** How many went unnoted since the last note; null when this one must too. */
function createBudget(): (now: bigint) => number | null {
  let [minute, notes, unnoted] = [-1n, 0, 0];
  return (now) => {
    const current = now / (60n * nsPerSecond);
    if (current !== minute) [minute, notes] = [current, 0];
    if (++notes > notesAMinute) {
      unnoted++;
      return null;
    }
    const before = unnoted;
    unnoted = 0;
    return before;
  };
}

function defined(detail: NonNullable<Noted['detail']>): AuditDetail {
  return Object.fromEntries(
    Object.entries(detail).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function outcomeOf(status: number): AuditNote['outcome'] {
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
}

function targetOf({ params }: FastifyRequest): string | null {
  const values = Object.values((params ?? {}) as Record<string, unknown>);
  return values.length === 0 ? null : values.map(String).join(' ').slice(0, longestText);
}

function queryOf({ query }: FastifyRequest): AuditDetail {
  const given = Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name.slice(0, longestText), String(value).slice(0, longestText)]),
  );
}
