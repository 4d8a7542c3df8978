import { KushiError } from '../core/error/error.ts';
import { didYouMean } from '../core/mapping/nearest.ts';
import type { Content } from './content.ts';

/** Throws USAGE with the nearest name when a log type that was asked for is not there. */
export function requireLogType(type: string | null, { logTypes }: Content): void {
  if (type !== null && !logTypes.has(type))
    throw new KushiError('USAGE', `There is no log type ${type}.${didYouMean(type, logTypes.keys())}`);
}
