import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { loadContent } from '../../src/pipeline/content.ts';
import type { Match } from '../../src/state/alerts.ts';
import { dailyAlerts } from './daily-alerts.ts';
import { demoEnd, demoObjects } from './demo-objects.ts';
import { type LogObject, readObjects } from './read-objects.ts';
import { coverageTable, noiseTable, withPart } from './rules-page.ts';
import { attacksFolder, recordedAttacks, techniqueOf } from './shared-data.ts';

const file = 'docs/rules.md';
const writes = process.env.GOLDEN === 'write';
const content = loadContent({ config: configSchema.parse({}), root: '.' });

/** The demo's everyday life, before anyone breaks in: so many days, up to so long before its end. */
const days = 31;
const incident = 20n * 3600n * 1_000_000_000n;

async function matchesIn(objects: readonly LogObject[]): Promise<readonly Match[]> {
  const matches: Match[] = [];
  await readObjects(objects, content, async (sealed) => {
    matches.push(...sealed.matches);
  });
  return matches;
}

function expectPart(name: string, text: string): void {
  const page = readFileSync(file, 'utf8');
  const now = withPart(page, name, text);
  if (writes) writeFileSync(file, now);
  expect(page, `${file} is not current: npm run golden`).toBe(writes ? page : now);
}

test('docs/rules.md says how often each rule speaks while nothing happens', async () => {
  const { objects, cleanUp } = await demoObjects('parcels', 1);
  const matches = await matchesIn(objects);
  await cleanUp();
  const end = BigInt(demoEnd.getTime()) * 1_000_000n - incident;
  const alerts = await dailyAlerts(matches.filter(({ time }) => time < end));
  expectPart('noise', noiseTable(content.rules.rules, { alerts, days }));
});

describe.skipIf(!existsSync(attacksFolder))(`recorded attacks (skipped without ${attacksFolder})`, () => {
  test('docs/rules.md says which rules find each of them', async () => {
    const found = new Map<string, readonly string[]>();
    for (const attack of recordedAttacks()) {
      const paths = (await matchesIn([attack])).map(({ rule }) => rule.path);
      found.set(techniqueOf(attack.key), [...new Set(paths)].sort());
    }
    expectPart('coverage', coverageTable(found));
  });
});
