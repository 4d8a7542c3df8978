/** Parts on their way to whoever asked. */
export interface PartFlow {
  /** Sends a part; settles when so few are on their way that another may follow. */
  readonly send: (value: unknown) => Promise<void>;
  /** One has arrived. */
  readonly taken: () => void;
}

/** Parts that may be on their way at once. */
const mostUnderway = 4;

/** Keeps a thread from sending faster than is read. Nothing waits any more when the signal aborts. */
export function partFlow(send: (value: unknown) => void, signal: AbortSignal): PartFlow {
  let underway = 0;
  const waiting: (() => void)[] = [];
  signal.addEventListener('abort', () => {
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    send: async (value) => {
      send(value);
      underway++;
      if (underway >= mostUnderway && !signal.aborted) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    taken: () => {
      underway--;
      waiting.shift()?.();
    },
  };
}
