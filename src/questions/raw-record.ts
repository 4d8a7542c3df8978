import { type EventPlace, openRow } from './open-event.ts';
import type { Question } from './question.ts';

export interface RawRecordInput extends EventPlace {
  /** Most characters. */
  readonly most: number;
}

export interface RawRecord {
  readonly dataset: string;
  readonly text: string;
  /** Of the whole record. */
  readonly characters: number;
  readonly truncated: boolean;
}

/** The record as it stood in the log. */
export const rawRecord: Question<RawRecordInput, RawRecord> = async ({ most, ...place }, context) => {
  const { dataset, fields } = await openRow(place, context);
  const whole = String(fields['event.original'] ?? '');
  return { dataset, text: whole.slice(0, most), characters: whole.length, truncated: whole.length > most };
};
