import { harmless } from '../../core/harmless/harmless.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import type { Voice } from '../../core/words/say.ts';
import type { Message } from '../destination.ts';
import { plainText } from '../plain-text.ts';

export interface BodyContext {
  readonly key: string;
  readonly destination: string;
  readonly voice: Pick<Voice, 'language' | 'zone'>;
}

/** Log text is cut beyond this many UTF-16 units: the receiver can ask the server for the whole. */
const longestText = 4_096;
const longestInLine = 200;

/**
 * The JSON of a message: facts under the names of `Answer`, times as RFC 3339, and one line of text for people. Log
 * text stands in it as in the log, for machines to read.
 */
export function webhookBody(message: Message, { key, destination, voice }: BodyContext): string {
  const text = plainText(message, { ...voice, show: (value) => harmless(value, { most: longestInLine }) });
  return JSON.stringify({ version: 1, key, destination, text, ...message }, asJson);
}

function asJson(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return formatTime(value);
  if (typeof value === 'string' && value.length > longestText) return `${value.slice(0, longestText - 1)}…`;
  return value;
}
