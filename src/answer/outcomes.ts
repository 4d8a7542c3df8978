import type { EventRow } from '../engines/engine.ts';
import { textOf } from '../timeline/event-store.ts';
import { isChange } from '../timeline/summarize.ts';
import type { Numbers, Outcome, Outcomes } from './answer.ts';

/** Errors that mean a right is missing: AWS spells it in many ways. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const denials = /AccessDenied|Unauthori[sz]ed|Forbidden|AuthorizationError|NotAuthorized|OperationNotPermitted/i;
/** Verdicts of firewalls and web ACLs. */
const refusals: ReadonlySet<string> = new Set(['block', 'reject', 'deny', 'drop', 'captcha', 'challenge']);

export function outcomeOf({ fields }: EventRow): Outcome {
  const outcome = textOf(fields['event.outcome']);
  if (outcome === 'success') return 'worked';
  if (outcome !== 'failure') return null;
  const status = textOf(fields['http.response.status_code']);
  const isDenied =
    denials.test(textOf(fields['error.code']) ?? '') ||
    status === '401' ||
    status === '403' ||
    refusals.has(textOf(fields['event.action']) ?? '');
  return isDenied ? 'denied' : 'failed';
}

export function outcomesOf(rows: readonly EventRow[]): Outcomes {
  const counts = { worked: 0, failed: 0, denied: 0, unknown: 0 };
  for (const row of rows) counts[outcomeOf(row) ?? 'unknown']++;
  return counts;
}

export function numbersOf(rows: readonly EventRow[]): Numbers {
  return { ...outcomesOf(rows), events: rows.length, changes: rows.filter(isChange).length };
}
