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
    wait: async (ms, signal) => {
      if (!isAwake && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          signal.addEventListener('abort', resolve as () => void, { once: true });
          end = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', resolve as () => void);
            resolve();
          };
        });
      end?.();
      end = null;
      isAwake = false;
    },
  };
}
