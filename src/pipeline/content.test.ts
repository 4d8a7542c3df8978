import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatProblem } from '../core/error/error.ts';
import { loadContent } from './content.ts';

const shipped = `id: acme.app
title: Acme application log
docs: [https://docs.example.com/log]
version: 1
codec: { json: {} }
route: { key: ["**/acme/**"], probe: { has: [.t] } }
`;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kushi-content-'));
  await mkdir(join(root, 'rules'));
  await write('logtypes/acme.app/logtype.yml', shipped);
  await write('logtypes/acme.app/mapping.yml', 'mapping: 1\nset: { "@timestamp": .t | time iso }\n');
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

test('a mapping in a folder of the user extends a shipped type', async () => {
  await write('own/acme-more/mapping.yml', 'mapping: 1\nextends: acme.app\nset: { user.name: .who }\n');
  const { logTypes, problems } = loadContent({ config: { logtypes: [join(root, 'own')], rules: [] }, root });
  expect(problems.map(formatProblem)).toEqual([]);
  expect([...logTypes.keys()]).toEqual(['acme.app']);
  expect(logTypes.get('acme.app')?.mapping.targets.map(({ field }) => field)).toContain('user.name');
});

test('a mapping that extends nothing needs a logtype.yml', async () => {
  await write('own/acme.other/mapping.yml', 'mapping: 1\nset: { "@timestamp": .t | time iso }\n');
  const { logTypes, problems } = loadContent({ config: { logtypes: [join(root, 'own')], rules: [] }, root });
  expect([...logTypes.keys()]).toEqual(['acme.app']);
  expect(problems.map(formatProblem)).toEqual([expect.stringContaining('own/acme.other/logtype.yml')]);
});
