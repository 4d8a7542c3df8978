import type { EventRow } from '../engines/engine.ts';
import { textOf } from '../timeline/event-store.ts';
import { targetOf } from '../timeline/sentence.ts';
import type { What } from './answer.ts';
import { capped, counted } from './facts.ts';

const mostValues = 10;

/** What the events behind an alert did, and to what. */
export function whatOf(matched: readonly EventRow[]): What {
  return {
    actions: capped(counted(matched.map(actionOf)), mostValues),
    targets: capped(counted(matched.map(aimOf)), mostValues),
  };
}

/** A request by its method and path: what a web ACL or a load balancer did with it is its result. */
function actionOf({ fields }: EventRow): string | null {
  const path = textOf(fields['url.path']);
  const method = textOf(fields['http.request.method']);
  if (path !== null) return method === null ? path : `${method} ${path}`;
  return textOf(fields['event.action']);
}

function aimOf(row: EventRow): string | null {
  const { fields } = row;
  if (fields['url.path'] !== undefined) return textOf(fields['url.domain']);
  const port = textOf(fields['destination.port']);
  const address = textOf(fields['destination.ip']);
  if (port !== null && address !== null) return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return targetOf(row);
}
