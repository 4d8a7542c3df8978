import { minute } from '../time/stamp.ts';

/**
 * AWS delivers every five minutes. A small company's objects would then hold a handful of records, so a window grows
 * to an hour as the scale shrinks.
 */
export const deliveryWindow = (scale: number): number => Math.min(60, Math.max(5, Math.round(60 / scale))) * minute;
