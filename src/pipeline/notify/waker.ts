/** Lets a loop sleep until it is told to look again, or a time has passed. */
export interface Waker {
  /** Ends the wait, or the next one when nobody waits. */
  wake(): void;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWaker(): Waker {
  let isAwake = false;
  let end: (() => void) | null = null;
  return {
    wake: () => {
      isAwake = true;
      end?.();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const stop = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
          end = null;
          isAwake = false;
          resolve();
        };
        const timer = setTimeout(stop, ms);
        signal.addEventListener('abort', stop, { once: true });
        end = stop;
        if (isAwake || signal.aborted) stop();
      }),
  };
}
