import { join } from 'node:path';
import type { Home } from '../command/home.ts';
import { nginxLines } from '../command/nginx-lines.ts';

export interface Logs {
  readonly objects: number;
  readonly lines: number;
  /** UTC days the objects spread over. */
  readonly days?: number;
  /** Midnight of the first day, milliseconds since 1970. */
  readonly first?: number;
}

const dayMs = 86_400_000;

/** Writes objects of equally many lines and returns how many records there are. */
export function writeLogs(home: Home, { objects, lines, days = 1, first = Date.UTC(2026, 4, 1) }: Logs): number {
  for (let index = 0; index < objects; index++) {
    const time = first + (index % days) * dayMs + index * 1000;
    home.write(join('logs', `nginx-access-${String(index).padStart(5, '0')}.log`), nginxLines(time, lines));
  }
  return objects * lines;
}
