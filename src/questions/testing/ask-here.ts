import type { Config } from '../../config/schema.ts';
import { KushiError } from '../../core/error/error.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Content } from '../../pipeline/content.ts';
import { snapshot } from '../../state/catalog.ts';
import type { StateDb } from '../../state/open-state.ts';
import type { Question } from '../question.ts';
import { type Ask, type AskOptions, questions } from '../questions.ts';

export interface AskHere {
  readonly config: Config;
  readonly content: Content;
  readonly engine: Engine;
  readonly db: StateDb;
  readonly clock: () => bigint;
}

/** Answers questions in this thread, as the threads do. */
export function askHere({ config, content, engine, db, clock }: AskHere): Ask {
  const ask = async (name: keyof typeof questions, input: unknown, options: AskOptions = {}) => {
    const { signal = new AbortController().signal, onPart, onProgress } = options;
    if (signal.aborted) throw new KushiError('INTERRUPTED', 'The question was taken back.');
    const question = questions[name] as unknown as Question<unknown, unknown, unknown>;
    const answer = await question(structuredClone(input), {
      config,
      content,
      engine,
      db,
      snapshot: await snapshot(db),
      now: clock(),
      signal,
      part: async (part) => onPart?.(structuredClone(part)),
      progress: (done, total) => onProgress?.(done, total),
    });
    return structuredClone(answer);
  };
  return ask as Ask;
}
