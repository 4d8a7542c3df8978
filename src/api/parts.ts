import type { AnswerOf, Ask, InputOf, PartOf, QuestionName } from '../questions/questions.ts';

/**
 * The same parts, the first of them there already: what fails before it is answered with a status, as all else. `failed`
 * makes the last part of what fails later.
 */
export async function begun<T>(parts: AsyncIterable<T>, failed: (error: unknown) => T): Promise<AsyncIterable<T>> {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await iterator.next()) yield next.value;
    } catch (error) {
      yield failed(error);
    } finally {
      await iterator.return?.();
    }
  })();
}

/** What becomes of a question, as it becomes. */
export type Told<N extends QuestionName> =
  | { readonly kind: 'part'; readonly part: PartOf<N> }
  | { readonly kind: 'answer'; readonly answer: AnswerOf<N> };

/** Asks, and gives each part when the one before was taken, and then the answer. Who stops reading stops the question. */
export async function* askInParts<N extends QuestionName>(
  ask: Ask,
  name: N,
  input: InputOf<N>,
  signal: AbortSignal,
): AsyncGenerator<Told<N>> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const queue: { readonly told: Told<N>; readonly taken: () => void }[] = [];
  let wake = () => {};
  let end: { readonly error: unknown } | 'answered' | null = null;
  const tell = (told: Told<N>) =>
    new Promise<void>((taken) => {
      queue.push({ told, taken });
      wake();
    });
  const onPart = (part: PartOf<N>) => tell({ kind: 'part', part });
  ask(name, input, { signal: stop.signal, onPart }).then(
    (answer) => {
      end = 'answered';
      void tell({ kind: 'answer', answer });
    },
    (error: unknown) => {
      end = { error };
      wake();
    },
  );
  try {
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) {
        next.taken();
        yield next.told;
        if (next.told.kind === 'answer') return;
      } else if (end !== null && end !== 'answered') throw (end as { error: unknown }).error;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (queue.length > 0 || end !== null) resolve();
        });
    }
  } finally {
    signal.removeEventListener('abort', abort);
    stop.abort();
    for (const { taken } of queue) taken();
  }
}

/** For questions whose parts are all there is to say. */
export async function* partsOf<N extends QuestionName>(told: AsyncIterable<Told<N>>): AsyncGenerator<PartOf<N>> {
  for await (const one of told) if (one.kind === 'part') yield one.part;
}
