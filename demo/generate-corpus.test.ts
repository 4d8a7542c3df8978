import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type CorpusKind, corpusKinds, generateCorpus } from './generate-corpus.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function corpus(kind: CorpusKind, records: number, seed = 'corpus') {
  const out = await mkdtemp(join(tmpdir(), 'corpus-'));
  folders.push(out);
  const summary = await generateCorpus({ kind, records, out, seed });
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.sort().map(async (path) => gunzipSync(await readFile(path)).toString()));
  return { summary, texts };
}

const nonAscii = (text: string) => [...text].filter((char) => char > '\x7f').length;

describe('the corpus', () => {
  it.each(corpusKinds.slice(0, 3))('of kind %s has the records asked for, all of one account', async (kind) => {
    const { summary, texts } = await corpus(kind, 6000);
    expect(summary).toMatchObject({ records: 6000, objects: texts.length });
    expect(summary.bytes).toBe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
    const records = texts.flatMap((text) => JSON.parse(text).Records as { recipientAccountId: string }[]);
    expect(records).toHaveLength(6000);
    expect(new Set(records.map((record) => record.recipientAccountId)).size).toBe(1);
  });

  it('is on one line, on many, in letters of the world', async () => {
    const [compact, pretty, foreign] = await Promise.all(corpusKinds.slice(0, 3).map((kind) => corpus(kind, 500)));
    expect(compact.texts[0]).not.toContain('\n');
    expect(pretty.texts[0].split('\n').length).toBeGreaterThan(500 * 20);
    expect(nonAscii(compact.texts[0])).toBe(0);
    expect(nonAscii(foreign.texts[0])).toBeGreaterThan(500);
  });

  it('has flows with a header in each object', async () => {
    const { summary, texts } = await corpus('vpcflow', 60_000);
    expect(summary).toMatchObject({ records: 60_000, objects: 2 });
    const lines = texts.map((text) => text.trimEnd().split('\n'));
    expect(lines.map((all) => all.length - 1).sort()).toEqual([10_000, 50_000]);
    const columns = lines[0][0].split(' ').length;
    for (const line of lines[1]) expect(line.split(' ')).toHaveLength(columns);
  });

  it('repeats itself for a seed', async () => {
    const [first, again, other] = [
      await corpus('cloudtrail-compact', 3000),
      await corpus('cloudtrail-compact', 3000),
      await corpus('cloudtrail-compact', 3000, 'other'),
    ];
    expect(again.texts).toEqual(first.texts);
    expect(other.texts).not.toEqual(first.texts);
  });
});
