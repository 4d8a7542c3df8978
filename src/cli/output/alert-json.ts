import { formatTime } from '../../core/time/rfc3339.ts';
import type { Alert } from '../../state/alerts.ts';

/** One alert as `kushi alerts --json` writes it (CONTRACTS). */
export function alertJson({ id, rule, level, status, entity, first, last, count, datasets }: Alert): unknown {
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
  };
}
