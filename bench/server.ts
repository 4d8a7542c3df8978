import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './measure.ts';
import { partOptions, reportPart } from './part.ts';
import { clients, quantile, type Times } from './server/clients.ts';
import { incoming } from './server/incoming.ts';
import { type Running, startKushi } from './server/running.ts';

/** The server while 5,000 events a second come in and 20 clients read: how long alerts and answers take, and its memory. */
const { root, seconds } = partOptions();
const eventsPerSecond = 5000;
const clientCount = 20;

const folder = mkdtempSync(join(tmpdir(), 'kushi-bench-'));
const logs = join(folder, 'logs');
mkdirSync(logs);
const told = new Map<string, number>();
const capture = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    for (const [user] of body.matchAll(/bench-\d+/g)) if (!told.has(user)) told.set(user, performance.now());
    response.end();
  });
});
await new Promise<void>((resolve) => {
  capture.listen(0, '127.0.0.1', resolve);
});
const { port } = capture.address() as AddressInfo;
writeFileSync(
  join(folder, 'kushi.yml'),
  `data: data
sources: { incoming: { location: logs, poll: 1s } }
destinations:
  capture: { kind: webhook, url: "http://127.0.0.1:${port}/", allow_http: true, allow_private: ["127.0.0.1"], level: low, secret_env: BENCH_SECRET }
`,
);
process.env.BENCH_SECRET = 'a secret of the bench, long enough';

const server = await startKushi(root, folder);
const { asked, memory, times } = await load(server);
const waited = [...asked].map(([user, at]) => (told.get(user) ?? Number.POSITIVE_INFINITY) - at);
const segments = await segmentsOf(server);
await server.stop();
const again = await startKushi(root, folder, server.token);
await again.stop();
capture.close();
rmSync(folder, { recursive: true });

const [early, late] = [memory[Math.floor(memory.length / 3)], memory[memory.length - 1]];
reportPart({
  part: 'server',
  title: `${seconds} s of ${eventsPerSecond} events/s, ${clientCount} clients`,
  sections: [
    { title: '50 % of answers', measured: rows(times, 0.5) },
    { title: '95 % of answers', measured: rows(times, 0.95) },
  ],
  facts: {
    alerts: waited.length,
    alertsTold: waited.filter(Number.isFinite).length,
    objectToMessageMsMedian: Math.round(quantile(waited, 0.5)),
    objectToMessageMsP95: Math.round(quantile(waited, 0.95)),
    segments,
    startMs: Math.round(again.startMs),
    memoryAfterAThird: early,
    memoryAtTheEnd: late,
  },
});

async function load(running: Running): Promise<{ asked: Map<string, number>; memory: number[]; times: Times }> {
  const write = incoming(logs);
  const asked = new Map<string, number>();
  const memory: number[] = [];
  const stop = new AbortController();
  const reading = clients(running, clientCount, stop.signal);
  for (let second = 0; second < seconds; second++) {
    const began = performance.now();
    write.requests(eventsPerSecond);
    if (second % 2 === 0) asked.set(write.alert(), performance.now());
    memory.push(running.memory());
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, 1000 - (performance.now() - began)));
    });
  }
  const deadline = performance.now() + 60_000;
  while ([...asked.keys()].some((user) => !told.has(user)) && performance.now() < deadline)
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  stop.abort();
  return { asked, memory, times: await reading };
}

async function segmentsOf({ url, token }: Running): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  return Number(/^kushi_segments (\d+)/m.exec(await response.text())?.[1] ?? 0);
}

function rows(times: Times, share: number): Measured[] {
  return [...times].map(([name, all]) => {
    const wall = { median: quantile(all, share), spread: 0 };
    return {
      name,
      per: 'time',
      wall,
      cpu: { median: 0, spread: 0 },
      ofFloor: null,
      first: all[0] ?? 0,
      found: all.length,
    };
  });
}
