import { KushiError } from '../core/error/error.ts';

/** Lets so many in at once; the others wait in the order they came. */
export type Gate = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

export function createGate(places: number): Gate {
  let inside = 0;
  const waiting = new Set<() => void>();

  const enter = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const abort = () => {
        waiting.delete(come);
        reject(new KushiError('INTERRUPTED', 'The question was taken back.'));
      };
      const come = () => {
        signal.removeEventListener('abort', abort);
        inside++;
        resolve();
      };
      if (signal.aborted) return abort();
      if (inside < places) return come();
      signal.addEventListener('abort', abort);
      waiting.add(come);
    });
  const leave = () => {
    inside--;
    const [next] = waiting;
    if (next === undefined) return;
    waiting.delete(next);
    next();
  };
  return async (signal, work) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
