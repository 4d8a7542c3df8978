import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openState } from '../../src/state/open-state.ts';
import { Home } from '../command/home.ts';
import { nginxLines } from '../command/nginx-lines.ts';
import { badObjects } from './bad-objects.ts';

interface Found {
  readonly event: { readonly id: string };
  readonly kushi?: { readonly raw?: string; readonly reject: { readonly code: string; readonly length: number } };
}

const neighbours = 50;
const home = new Home('limits: { object_gib: 0.15 }\n');
let exitCode: number | null;
let events: Found[];
let rejects: Found[];
const ids = new Map<string, { readonly id: string; readonly reason: string | null }>();

beforeAll(async () => {
  home.write('logs/a/nginx-access-good.log', nginxLines(Date.UTC(2026, 4, 1), neighbours));
  for (const { key, bytes } of badObjects) home.write(join('logs', key), bytes());
  home.write('logs/z/nginx-access-good.log', nginxLines(Date.UTC(2026, 4, 2), neighbours));
  exitCode = (await home.run(['load', home.logs])).code;
  events = await home.ask<Found>(['search', '--limit', '0', '--fields', 'event.id']);
  rejects = await home.ask<Found>(['search', '--rejects', '--limit', '0']);
  const state = await openState(home.data, { write: false });
  for (const { id, key, reason } of await state.db.selectFrom('objects').selectAll().execute())
    ids.set(key, { id, reason });
  await state.close();
});
afterAll(() => home.remove());

const of = (found: readonly Found[], key: string): Found[] => {
  const id = ids.get(join(home.logs, key))?.id;
  return found.filter(({ event }) => event.id.startsWith(`${id}-`));
};

describe('bad objects in one load', () => {
  test.each(badObjects)('$what', ({ key, outcome }) => {
    const codes: Record<string, number> = {};
    for (const { kushi } of of(rejects, key))
      if (kushi !== undefined) codes[kushi.reject.code] = (codes[kushi.reject.code] ?? 0) + 1;
    if (outcome instanceof RegExp) {
      expect(ids.get(join(home.logs, key))?.reason).toMatch(outcome);
      expect(of(events, key)).toEqual([]);
      expect(codes).toEqual({});
    } else {
      expect({ events: of(events, key).length, rejects: codes }).toEqual(outcome);
    }
  });

  test('objects before and behind them are whole', () => {
    expect(of(events, 'a/nginx-access-good.log').length).toBe(neighbours);
    expect(of(events, 'z/nginx-access-good.log').length).toBe(neighbours);
  });

  test('the equations hold, and refused objects show in the exit code', async () => {
    const { objects: o, records: r } = await home.ledger();
    expect(exitCode).toBe(3);
    expect(o).toMatchObject({ offered: badObjects.length + 2, refused: 1, skipped: 2, waiting: 0 });
    expect(o.offered).toBe(o.loaded + o.refused + o.skipped);
    expect(r).toMatchObject({ events: events.length, rejects: rejects.length });
    expect(r.read).toBe(r.events + r.rejects);
  });

  test('kushi rejects shows each code with its count, place and bytes', async () => {
    interface Cause {
      readonly code: string;
      readonly count: number;
      readonly example: { readonly object: string; readonly offset: number; readonly raw: string };
    }
    const causes = await home.ask<Cause>(['rejects', 'list']);
    const total = causes.reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(rejects.length);
    const line = causes.find(({ code }) => code === 'NO_PATTERN');
    expect(line?.example.object).toMatch(/nginx-access-(cut|line|nul)\.log/);
    expect(line?.example.offset).toBeGreaterThan(0);
    expect(line?.example.raw).toMatch(/^what is this|^\0+|^192/);
  });

  test('a reject keeps its bytes: its place and length point at them', () => {
    const { key, bytes } = badObjects.find(({ key }) => key.endsWith('broken.json')) ?? badObjects[0];
    const [reject] = of(rejects, key);
    const offset = Number.parseInt(reject.event.id.split('-')[1], 16);
    const stored = Buffer.from(bytes()).subarray(offset, offset + (reject.kushi?.reject.length ?? 0));
    expect(Buffer.from(reject.kushi?.raw ?? '', 'base64').toString()).toBe(stored.toString());
  });
});
