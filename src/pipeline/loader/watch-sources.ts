import { durationNs } from '../../config/duration.ts';
import type { Config } from '../../config/schema.ts';

/** A configured source and when it is to be looked at next, milliseconds since 1970. */
interface Watched {
  readonly everyMs: number;
  due: number;
}

export interface SourceWatch {
  /** The sources that are due now. */
  readonly due: (now: number) => string[];
  /** A source was looked at from this time on, and listing it took so many milliseconds. */
  readonly looked: (name: string, began: number, listingMs: number) => void;
  /** Milliseconds until one is due; null when none is watched. */
  readonly wait: (now: number) => number | null;
}

/** At most a twentieth of the time goes into listing one source. */
const pauseFactor = 20;

/** When each source of kushi.yml is looked at: files every two seconds, stores every minute, unless they say otherwise. */
export function watchSources(sources: Config['sources'], start: number): SourceWatch {
  const watched = new Map(
    Object.entries(sources).map(([name, { location, poll }]): [string, Watched] => {
      const usual = location.startsWith('s3://') ? '1m' : '2s';
      return [name, { everyMs: Number(durationNs(poll ?? usual) / 1_000_000n), due: start }];
    }),
  );
  return {
    due: (now) => [...watched].filter(([, { due }]) => due <= now).map(([name]) => name),
    looked: (name, began, listingMs) => {
      const source = watched.get(name);
      if (source !== undefined) source.due = began + Math.max(source.everyMs, listingMs * pauseFactor);
    },
    wait: (now) => {
      const dues = [...watched.values()].map(({ due }) => due);
      return dues.length === 0 ? null : Math.max(0, Math.min(...dues) - now);
    },
  };
}
