import { formatTime } from '../core/time/rfc3339.ts';
import type { Alert } from './alerts.ts';

/** One alert as `kushi alerts --json` writes it (CONTRACTS). */
export function alertJson(alert: Alert) {
  const { id, rule, level, status, entity, first, last, count, datasets } = alert;
  const { number, story, owner, verdict, continues, suppression, history } = alert;
  return {
    id,
    rule,
    level,
    status,
    entity,
    first: formatTime(first),
    last: formatTime(last),
    count,
    dataset: datasets,
    number,
    story,
    owner,
    verdict,
    continues,
    suppressed: suppression !== null,
    history,
  };
}
