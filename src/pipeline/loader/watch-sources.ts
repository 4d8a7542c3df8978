import { durationNs } from '../../config/duration.ts';
import type { Config } from '../../config/schema.ts';

/** A configured source and when it is to be looked at next, milliseconds since 1970. */
interface Watched {
  readonly name: string;
  readonly everyMs: number;
  due: number;
}

export interface SourceWatch {
  /** The sources that are due now; they are due again after their time. */
  readonly due: (now: number) => string[];
  /** Milliseconds until one is due; null when none is watched. */
  readonly wait: (now: number) => number | null;
}

/** When each source of kushi.yml is looked at: files every two seconds, stores every minute, unless they say otherwise. */
export function watchSources(sources: Config['sources'], start: number): SourceWatch {
  const watched = Object.entries(sources).map(([name, { location, poll }]): Watched => {
    const usual = location.startsWith('s3://') ? '1m' : '2s';
    return { name, everyMs: Number(durationNs(poll ?? usual) / 1_000_000n), due: start };
  });
  return {
    due: (now) => {
      const due = watched.filter((source) => source.due <= now);
      for (const source of due) source.due = now + source.everyMs;
      return due.map(({ name }) => name);
    },
    wait: (now) => (watched.length === 0 ? null : Math.max(0, Math.min(...watched.map(({ due }) => due)) - now)),
  };
}
