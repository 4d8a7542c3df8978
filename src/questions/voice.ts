import { KushiError } from '../core/error/error.ts';
import { isZone } from '../core/mapping/time/zone.ts';
import type { Voice } from '../core/words/say.ts';

/** In which language and zone a reader wants sentences. */
export interface Reader {
  readonly language: Voice['language'];
  readonly zone: string;
}

/** Texts of logs stay as they are: pages make them harmless where they show them. Throws TIME_INVALID for no zone. */
export function readerVoice({ language, zone }: Reader): Voice {
  if (!isZone(zone))
    throw new KushiError('TIME_INVALID', `A zone is written as UTC, Asia/Tokyo or +09:00, not ${zone}.`);
  return { language, zone, show: (text) => text, near: null };
}
