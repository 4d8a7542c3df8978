import { describe, expect, it } from 'vitest';
import { corpusRuns } from '../../generate-corpus.ts';
import { createRandom } from '../../random/random.ts';
import { hour } from '../../time/stamp.ts';
import { createWorld } from '../../world/world.ts';
import { type CallRunOptions, createCallRuns } from '../call-runs.ts';
import { cloudtrailRecord } from '../cloudtrail-record.ts';
import { expectedShape } from './expected-shape.ts';
import { measureShape } from './measure-shape.ts';

const monday = Date.UTC(2026, 0, 5);

function records(seed: string, options: CallRunOptions, plan: { hours: number; calls: number }): readonly string[] {
  const random = createRandom(seed);
  const world = createWorld(random.fork('world'));
  const runs = createCallRuns(world, random.fork('calls'), options);
  const calls = Array.from({ length: plan.hours }, (_, i) => runs.hour(monday + i * hour, plan.calls)).flat();
  return calls.sort((a, b) => a.time - b.time).map((call) => cloudtrailRecord(random, call));
}

/** Within 20 %; shares of a percent and less, which a few records decide, within 0.3 points. */
function expectNear(name: string, found: number, expected: number, slack = 0): void {
  const room = Math.max(0.2 * expected, slack);
  expect.soft(found, name).toBeGreaterThanOrEqual(expected - room);
  expect.soft(found, name).toBeLessThanOrEqual(expected + room);
}

function expectEntriesNear(
  group: string,
  found: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
  slack = 0,
): void {
  for (const [name, value] of Object.entries(expected)) expectNear(`${group} ${name}`, found[name], value, slack);
}

function expectShape(texts: readonly string[]) {
  const found = measureShape(texts);
  expectEntriesNear('size', { ...found.size }, { ...expectedShape.size });
  expectEntriesNear('service', found.services, expectedShape.services, 0.3);
  expectEntriesNear('top', found.concentration, expectedShape.concentration);
  expectNear('readOnly', found.readOnly, expectedShape.readOnly);
  for (const [path, [present, bytes]] of Object.entries(expectedShape.paths)) {
    expectNear(`present ${path}`, found.paths[path][0], present, 0.3);
    expectNear(`bytes ${path}`, found.paths[path][1], bytes);
  }
  expectEntriesNear('distinct', found.distinct, expectedShape.distinct);
}

describe.each(['harbour', 'meadow'])('CloudTrail of seed %s', (seed) => {
  it('has the shape of a real account over the period of the demo', () => {
    expectShape(records(seed, { foreign: false, size: 0.7, steady: false }, { hours: 768, calls: 39 }));
  });

  it('has the shape of a real account in the corpus', () => {
    expectShape(records(seed, corpusRuns, { hours: 12, calls: 2900 }));
  });
});
