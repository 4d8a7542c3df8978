import type { LoadTotals } from '../../pipeline/load.ts';
import { formatTable } from './table.ts';

/** The last line of `kushi load --json` (CONTRACTS). */
export function totalsJson({ objects, records, byType, alerts }: LoadTotals, seconds: number): unknown {
  return { objects, records, byType, alerts, seconds };
}

/** Both equations, by log type, for people. */
export function formatTotals({ objects: o, records: r, byType, alerts }: LoadTotals, seconds: number): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const types = Object.entries(byType).sort(([a], [b]) => (a < b ? -1 : 1));
  const table = formatTable(
    [
      { title: 'LOG TYPE' },
      { title: 'READ', right: true },
      { title: '= EVENTS', right: true },
      { title: '+ REJECTS', right: true },
    ],
    types.map(([id, { events, rejects }]) => [id, events + rejects, events, rejects]),
  );
  return [
    types.length > 0 ? `${table}\n` : '',
    `objects  ${number(o.offered)} offered = ${number(o.loaded)} loaded + ${number(o.known)} known + ${number(o.refused)} refused + ${number(o.skipped)} skipped + ${number(o.waiting)} waiting\n`,
    `records  ${number(r.read)} read = ${number(r.events)} events + ${number(r.rejects)} rejects + ${number(r.filtered)} filtered\n`,
    `alerts   ${number(alerts)} new, in ${seconds.toFixed(1)} s\n`,
  ].join('');
}
