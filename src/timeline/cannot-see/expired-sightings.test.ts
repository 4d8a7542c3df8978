import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sayMessage } from '../../core/words/say.ts';
import { commitExpiry } from '../../state/commit.ts';
import { openState, type State } from '../../state/open-state.ts';
import { expiredSightings } from './expired-sightings.ts';

let folder: string;
let state: State;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kushi-expired-'));
  state = await openState(folder, { write: true });
});
afterAll(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

const day = 86_400_000_000_000n;
const sighting = (value: string, first: bigint, last: bigint, count: number) => ({
  field: 'user.name',
  value,
  dataset: 'aws.cloudtrail',
  action: null,
  day: '2026-01-01',
  first,
  last,
  count,
});

test('first and last sight outlive the events, over several expiries', async () => {
  const first = { ...sighting('mallory', 20_000n * day, 20_002n * day, 3) };
  await commitExpiry(state.db, { segments: [], sightings: [first, sighting('alice', 1n, 2n, 1)], now: 0n });
  await commitExpiry(state.db, {
    segments: [],
    sightings: [sighting('mallory', 20_001n * day, 20_005n * day, 4)],
    now: 0n,
  });
  const gaps = await expiredSightings(state.db, ['mallory', 'mallory', 'nobody']);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]).toMatchObject({
    kind: 'expired',
    since: 20_000n * day,
    until: 20_005n * day,
    evidence: { events: 7 },
  });
  expect(sayMessage({ language: 'en', zone: 'UTC', show: String, near: null }, gaps[0].message)).toBe(
    'mallory was in 7 events of aws.cloudtrail (user.name) from 2024-10-04 to 2024-10-09 that the retention removed.',
  );
});
