import type { Running } from './running.ts';

/** Milliseconds that answers of one kind took. */
export type Times = Map<string, number[]>;

/** Reads that people's pages make all the time, and what each is called in the report. */
const reads: readonly (readonly [name: string, path: string])[] = [
  ['alerts', '/api/alerts?limit=50'],
  ['alert counts', '/api/alerts/counts'],
  ['stories', '/api/alert-groups?limit=20'],
  ['an entity', '/api/entities/address/203.0.113.50'],
  ['sources', '/api/sources'],
  ['completion of a value', '/api/completions/values?field=source.ip&typed=198'],
  ['first page of a search', '/api/events?query=http.response.status_code%3A200&limit=50&from=-24h'],
];

/** So many clients who ask one thing after the other, a moment apart, until the signal. Fails with what was not answered. */
export async function clients({ url, token }: Running, count: number, signal: AbortSignal): Promise<Times> {
  const times: Times = new Map(reads.map(([name]) => [name, []]));
  const client = async (first: number) => {
    for (let turn = first; !signal.aborted; turn++) {
      const [name, path] = reads[turn % reads.length];
      const began = performance.now();
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
      const body = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body.slice(0, 300)}`);
      times.get(name)!.push(performance.now() - began);
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => client(index)));
  return times;
}

/** The value that this share of all is below; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
