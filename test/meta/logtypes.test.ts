import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { ecsField } from '../../src/core/ecs/ecs.ts';
import { formatProblem } from '../../src/core/error/error.ts';
import { type LogType, loadLogType } from '../../src/core/logtype/load-logtype.ts';
import { loadContent } from '../../src/pipeline/content.ts';
import { ownFields } from '../../src/pipeline/own-fields.ts';
import { readLogTypes } from '../../src/pipeline/read-folders.ts';
import { notInvented } from './invented.ts';
import { type Normalized, normalizeSamples } from './normalize-samples.ts';
import { type SampleEvent, writeReadme } from './readme.ts';
import { readSamples, type Sample } from './samples.ts';
import { settableCategories } from './settable-categories.ts';

const writes = process.env.GOLDEN === 'write';
const root = 'logtypes';
const config = configSchema.parse({});
const content = loadContent({ config, root: '.', onlyRules: [] });
const sources = new Map(readLogTypes(root, '.').map((source) => [basename(source.folder), source]));
const fragments = { file: `${root}/_fragments.yml`, text: readFileSync(`${root}/_fragments.yml`, 'utf8') };

test('every folder is a log type', () => {
  expect(content.problems.map(formatProblem)).toEqual([]);
  expect([...content.logTypes.keys()]).toEqual([...sources.keys()]);
});

describe.each([...sources])('%s', (id, source) => {
  const folder = join(root, id);
  const samples = readSamples(folder);
  const readmeFile = join(folder, 'README.md');
  const text = (sample: Sample) => new TextDecoder().decode(sample.bytes);
  let logType: LogType;
  let whole: ReadonlyMap<Sample, Normalized>;
  let inPieces: ReadonlyMap<Sample, Normalized>;
  const normalized = (sample: Sample): string => {
    const result = whole.get(sample);
    return result !== undefined && 'text' in result ? result.text : '';
  };
  const parsed = (sample: Sample): { events: SampleEvent[]; rejects: unknown[] } =>
    JSON.parse(normalized(sample) || '{"events":[],"rejects":[]}');

  beforeAll(async () => {
    const loaded = content.logTypes.get(id);
    if (loaded === undefined)
      throw new Error(`${id} was not loaded:\n${content.problems.map(formatProblem).join('\n')}`);
    logType = loaded;
    whole = await normalizeSamples(samples, { config, content, pieceBytes: 1 << 20 });
    inPieces = await normalizeSamples([...samples].reverse(), { config, content, pieceBytes: 7 });
  });

  test('has no mistakes, and its samples have every path of its mapping', () => {
    const sampled = samples.map((sample): [string, string] => [`samples/${sample.key}`, text(sample)]);
    const files = new Map([...source.files, ...sampled]);
    const { problems } = loadLogType({ folder, files }, { fragments });
    expect(problems.map(formatProblem)).toEqual([]);
  });

  test('its mapping fills every field of fields.yml, and no field that is unknown', () => {
    const own = new Set(ownFields.map(({ name }) => name));
    const targets = logType.mapping.targets.map(({ field }) => field);
    const vendor = logType.fields.fields.map(({ name }) => name);
    expect(vendor.filter((name) => !targets.includes(name))).toEqual([]);
    expect(targets.filter((name) => !ecsField(name) && !vendor.includes(name) && !own.has(name))).toEqual([]);
  });

  test('has samples', () => expect(samples.length).toBeGreaterThan(0));

  test.each(samples)('$key is read as this type', (sample) => {
    expect(whole.get(sample)).toMatchObject({ logType: id });
  });

  test.each(samples)('$key gives the same events whatever was read before and however its bytes come', (sample) => {
    expect(inPieces.get(sample)).toEqual(whole.get(sample));
  });

  test.each(samples)('$key gives the events of its expected file', (sample) => {
    if (writes) writeFileSync(sample.expectedFile, normalized(sample));
    expect(readFileSync(sample.expectedFile, 'utf8'), 'npm run golden writes it anew').toBe(normalized(sample));
  });

  test.each(samples)('$key names nothing that could be somebody’s', (sample) => {
    expect(notInvented(text(sample))).toEqual([]);
  });

  test('every expected file has its sample', () => {
    const all = existsSync(join(folder, 'samples')) ? readdirSync(join(folder, 'samples'), { recursive: true }) : [];
    const files = all.map((name) => basename(String(name))).filter((name) => name.endsWith('.expected.json'));
    expect(files.sort()).toEqual(samples.map(({ expectedFile }) => basename(expectedFile)).sort());
  });

  test('its samples have every category that the mapping can set, and a record that is rejected', () => {
    const events = samples.flatMap((sample) => parsed(sample).events);
    const seen = new Set(events.flatMap((event) => event.event.category ?? []));
    const named = settableCategories(source.files);
    expect(named.filter((category) => !seen.has(category))).toEqual([]);
    expect(samples.some((sample) => parsed(sample).rejects.length > 0)).toBe(true);
  });

  test('its README says what the mapping does', () => {
    const readme = readFileSync(readmeFile, 'utf8');
    const current = writeReadme(readme, logType, new Map(samples.map((sample) => [sample.key, parsed(sample).events])));
    if (writes) writeFileSync(readmeFile, current);
    expect(readFileSync(readmeFile, 'utf8'), 'npm run golden writes it anew').toBe(current);
    expect(current).toMatch(/<!-- fields -->\n\| field[\s\S]*<!-- sample \S+ -->\n```json/);
  });
});
