import { expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { createWorld } from '../world/world.ts';
import { everydayFinding } from './everyday-findings.ts';
import { findingRecord } from './finding.ts';

const random = createRandom('findings');
const world = createWorld(random.fork('world'));
const time = Date.UTC(2026, 0, 31);

it('updates findings forward in time, under one id', () => {
  for (let i = 0; i < 200; i++) {
    const updates = everydayFinding(world, random, time);
    for (const [n, update] of updates.entries()) {
      const record = JSON.parse(findingRecord(update));
      expect(record.id).toBe(updates[0].id);
      expect(record.service.eventFirstSeen <= record.service.eventLastSeen).toBe(true);
      expect(record.createdAt <= record.updatedAt).toBe(true);
      if (n > 0) {
        expect(update.count).toBeGreaterThan(updates[n - 1].count);
        expect(update.lastSeen).toBeGreaterThan(updates[n - 1].lastSeen);
      }
    }
  }
});
