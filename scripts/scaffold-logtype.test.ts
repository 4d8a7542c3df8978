import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configSchema } from '../src/config/schema.ts';
import { formatProblem } from '../src/core/error/error.ts';
import { loadLogType } from '../src/core/logtype/load-logtype.ts';
import { loadContent } from '../src/pipeline/content.ts';
import { normalizeSamples } from '../test/meta/normalize-samples.ts';
import { writeReadme } from '../test/meta/readme.ts';
import { readSamples } from '../test/meta/samples.ts';
import { scaffoldLogType } from './scaffold-logtype.ts';

describe('a new log type', () => {
  const id = 'acme.audit_trail';
  const files = scaffoldLogType(id) ?? new Map<string, string>();
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kushi-logtype-'));
    for (const [name, text] of files) {
      mkdirSync(dirname(join(root, id, name)), { recursive: true });
      writeFileSync(join(root, id, name), text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('has no mistakes, and its samples have every path', () => {
    expect(loadLogType({ folder: id, files }).problems.map(formatProblem)).toEqual([]);
  });

  test('reads its sample, which no other type claims', async () => {
    const config = configSchema.parse({ logtypes: [root] });
    const content = loadContent({ config, root: '.', onlyRules: [] });
    const [sample] = readSamples(join(root, id));
    const results = await normalizeSamples([sample], { config, content, pieceBytes: 1 << 20 });
    const result = results.get(sample);
    if (result === undefined || !('text' in result)) throw new Error(`not read: ${JSON.stringify(result)}`);
    const { events, rejects } = JSON.parse(result.text);
    expect(result.logType).toBe(id);
    expect(events.map((event: { user: { name: string } }) => event.user.name)).toEqual(['mina', 'jonas']);
    expect(rejects).toMatchObject([{ code: 'RECORD_TRUNCATED' }]);
    const page = writeReadme(files.get('README.md') ?? '', content.logTypes.get(id)!, new Map([[sample.key, events]]));
    expect(page).toContain('| `acme.tenant` | keyword |  | `.tenant` |');
    expect(page).toContain('"name": "mina"');
  });
});

test.each(['', 'acme', 'Acme.audit', 'acme/audit', '../x.y', 'acme.'])('%j is no id', (id) => {
  expect(scaffoldLogType(id)).toBeUndefined();
});
