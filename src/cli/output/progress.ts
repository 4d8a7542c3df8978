import type { LoadTotals } from '../../pipeline/load.ts';

/** Between two lines of progress, milliseconds. */
const interval = 500;

/**
 * Shows how a load goes on stderr: one line that is rewritten in a terminal, a new line every ten seconds elsewhere.
 * Nothing is shown for the first two seconds.
 */
export function loadProgress(
  stream: NodeJS.WriteStream,
  now: () => number,
): { show(totals: LoadTotals): void; end(): void } {
  const started = now();
  let last = started + 2000 - interval;
  let shown = false;
  const pause = stream.isTTY ? interval : 10_000;
  return {
    show(totals) {
      if (now() - last < pause) return;
      last = now();
      const line = progressLine(totals, (now() - started) / 1000);
      stream.write(stream.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
      shown = true;
    },
    end() {
      if (shown && stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}

function progressLine({ objects, records, bytes }: LoadTotals, seconds: number): string {
  const done = objects.offered - objects.waiting;
  const rate = Math.round(records.read / Math.max(seconds, 0.001));
  const parts = [
    `${number(done)}/${number(objects.offered)} objects`,
    `${number(records.events)} events`,
    `${number(records.rejects)} rejects`,
    `${number(Math.round(bytes / 1e6))} MB`,
    `${number(rate)} records/s`,
  ];
  return parts.join(' · ');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
