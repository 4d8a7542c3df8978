import { clauses, say, sayMessage, sayShort, type Voice } from '../../core/words/say.ts';
import type { Answer } from '../answer.ts';
import { listed } from './marks.ts';

/** What could not be seen in one line, the first `most` of it named. */
export function gapsLine({ gaps, coverage }: Answer, voice: Voice, most: number): string {
  if (gaps.length === 0) return nothingMissing(coverage, voice);
  const named = gaps.slice(0, most).map(({ message }) => sayShort(voice, message));
  return listed(voice, named, gaps.length, clauses);
}

/** The same as sentences. */
export function gapSentences({ gaps, coverage }: Answer, voice: Voice): string[] {
  return gaps.length === 0 ? [nothingMissing(coverage, voice)] : gaps.map(({ message }) => sayMessage(voice, message));
}

function nothingMissing({ sources, completeTo }: Answer['coverage'], voice: Voice): string {
  if (completeTo === null) return say(voice, 'cannot-see.no-source', {});
  return say(voice, 'cannot-see.none', { sources: sources.length, to: completeTo });
}
