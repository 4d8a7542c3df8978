import { expect, test } from 'vitest';
import { type Claim, intake } from './intake.ts';
import type { Lane, Sealed } from './lane.ts';

const second = 1_000_000_000n;

/** Reads objects of which each takes a second. `sealing` are the seconds each seal takes. Returns how many objects each had. */
async function objectsPerSeal(objects: number, sealing: readonly number[]): Promise<number[]> {
  let now = 1_795_500_000n * second;
  const clock = () => now;
  const seals: number[] = [];
  let held = 0;
  let openedAt: number | null = null;
  const lane: Lane = {
    logType: 'test.log',
    mapping: 'v1',
    rows: 0,
    rawBytes: 0,
    begin: () => {
      held++;
      openedAt ??= Number(now / 1_000_000n);
    },
    push: () => {
      now += second;
    },
    end: () => {},
    stop: () => {},
    get openedAt() {
      return openedAt;
    },
    seal: () => {
      if (held === 0) return null;
      seals.push(held);
      held = 0;
      openedAt = null;
      return {} as Sealed;
    },
  };
  await intake(claims(objects), {
    laneFor: () => lane,
    lanes: () => [lane],
    take: async () => {
      now += BigInt(sealing[seals.length - 1] ?? 0) * second;
    },
    settle: async () => {},
    limits: { rows: 1000, rawBytes: 1e9, milliseconds: 5000, objectBytes: 1e9, everyObject: false },
    clock,
  });
  return seals;
}

async function* claims(count: number): AsyncIterable<Claim> {
  for (let index = 0; index < count; index++)
    yield {
      ref: { id: `object-${index}`, generation: 1, bucket: 'test', key: `object-${index}` } as Claim['ref'],
      open: async () =>
        (async function* () {
          yield new TextEncoder().encode('one line\n');
        })(),
      resume: null,
      logType: null,
    };
}

test.each([
  ['at the set age when sealing takes no time', [], [5, 5, 5, 5, 5, 5, 5, 5, 3]],
  ['after ten times as long as the last seal took', [2, 2], [5, 20, 13]],
  ['at the set age again when a seal was fast', [2, 0, 0], [5, 20, 5, 5, 3]],
  ['never earlier than the set age', [0, 0, 3], [5, 5, 5, 23]],
])('a lane is sealed %s', async (_, sealing, expected) => {
  const objects = expected.reduce((sum, count) => sum + count, 0);
  expect(await objectsPerSeal(objects, sealing)).toEqual(expected);
});
