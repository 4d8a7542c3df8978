import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoSummary, generateDemo } from './generate-demo.ts';
import { stepNames } from './incident/step-records.ts';
import type { TruthEntry } from './objects/truth.ts';
import { day } from './time/stamp.ts';

const end = new Date('2026-03-19T14:23:45Z');
const scale = 0.1;

interface Generated {
  readonly out: string;
  readonly summary: DemoSummary;
  /** `<bucket>/<key>` → decompressed bytes. */
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly truth: readonly TruthEntry[];
}

const folders: string[] = [];

async function generate(seed: string): Promise<Generated> {
  const out = await mkdtemp(join(tmpdir(), 'demo-'));
  folders.push(out);
  const summary = await generateDemo({ out, seed, end, scale });
  const root = join(out, 'logs');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const objects = new Map<string, Buffer>();
  for (const path of paths) objects.set(relative(root, path), gunzipSync(await readFile(path)));
  return { out, summary, objects, truth: JSON.parse(await readFile(join(out, 'truth.json'), 'utf8')) };
}

async function digest({ out, objects }: Generated): Promise<string> {
  const hash = createHash('sha256');
  for (const key of [...objects.keys()].sort()) hash.update(key).update(await readFile(join(out, 'logs', key)));
  for (const name of ['truth.json', 'story.md', 'geo/city.mmdb', 'geo/asn.mmdb'])
    hash.update(await readFile(join(out, name)));
  return hash.digest('hex');
}

function datasetOf(key: string): string {
  if (key.includes('/CloudTrail')) return 'aws.cloudtrail';
  if (key.includes('/WAFLogs/')) return 'aws.waf';
  if (key.includes('/GuardDuty/')) return 'aws.guardduty';
  if (key.includes('/vpcflowlogs/')) return 'aws.vpcflow';
  return key.includes('/elasticloadbalancing/') ? 'aws.alb' : 'nginx.access';
}

function recordsOf(key: string, bytes: Buffer): readonly string[] {
  const text = bytes.toString();
  if (datasetOf(key) === 'aws.cloudtrail')
    return JSON.parse(text).Records.map((record: unknown) => JSON.stringify(record));
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('version '));
}

/** The text of one record, from its first byte to its end. */
function recordAt(bytes: Buffer, dataset: string, offset: number): string {
  const rest = bytes.toString('utf8', offset);
  if (dataset !== 'aws.cloudtrail') return rest.slice(0, rest.indexOf('\n'));
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < rest.length; i++) {
    if (quoted) {
      if (rest[i] === '\\') i++;
      else if (rest[i] === '"') quoted = false;
    } else if (rest[i] === '"') quoted = true;
    else if (rest[i] === '{') depth++;
    else if (rest[i] === '}' && --depth === 0) return rest.slice(0, i + 1);
  }
  return '';
}

const inRange = (address: string): boolean =>
  /^(198\.(18|19)\.|198\.51\.100\.|203\.0\.113\.|192\.0\.2\.|10\.)/.test(address) || address === '169.254.169.254';

const accounts = ['111122223333', '444455556666', '777788889999', '123456789012', '210987654321', '888877776666'];

describe.each(['orchard', 'lighthouse'])('the demo of seed %s', (seed) => {
  let demo: Generated;
  beforeAll(async () => {
    demo = await generate(seed);
  });

  it('counts what it writes, of every log type', () => {
    const counts: Record<string, number> = {};
    for (const [key, bytes] of demo.objects) {
      const dataset = datasetOf(key);
      counts[dataset] = (counts[dataset] ?? 0) + recordsOf(key, bytes).length;
    }
    expect(counts).toEqual(demo.summary.records);
    expect(demo.objects.size).toBe(demo.summary.objects);
    expect(Object.keys(counts).sort()).toEqual([
      'aws.alb',
      'aws.cloudtrail',
      'aws.guardduty',
      'aws.vpcflow',
      'aws.waf',
      'nginx.access',
    ]);
  });

  it('gives the same bytes again', async () => {
    expect(await digest(await generate(seed))).toBe(await digest(demo));
  });

  it('has a true place for every record of the incident', () => {
    for (const { step, dataset, object, offset } of demo.truth) {
      const bytes = demo.objects.get(object)!;
      expect(bytes, object).toBeDefined();
      expect(datasetOf(object)).toBe(dataset);
      const record = recordAt(bytes, dataset, offset);
      const all = recordsOf(object, bytes);
      expect(all, `${step} ${object} ${offset}`).toContain(
        dataset === 'aws.cloudtrail' ? JSON.stringify(JSON.parse(record)) : record,
      );
    }
    expect(new Set(demo.truth.map(({ step }) => step))).toEqual(new Set(stepNames));
  });

  it('tells one story through all logs', () => {
    const said = (step: string, dataset: string) =>
      demo.truth
        .filter((entry) => entry.step === step && entry.dataset === dataset)
        .map((entry) => recordAt(demo.objects.get(entry.object)!, dataset, entry.offset));
    const [waf] = said('exploit', 'aws.waf').map((record) => JSON.parse(record));
    expect(waf.action).toBe('ALLOW');
    for (const dataset of ['aws.alb', 'nginx.access', 'aws.vpcflow']) {
      expect(
        said('exploit', dataset).some((record) => record.includes(waf.httpRequest.clientIp)),
        dataset,
      ).toBe(true);
    }
    expect(said('exploit', 'aws.alb')[0]).toContain(waf.httpRequest.requestId);
    const [used] = said('stolen-credentials', 'aws.cloudtrail').map((record) => JSON.parse(record));
    expect(used.sourceIPAddress).toBe(waf.httpRequest.clientIp);
    const chain = said('role-chain', 'aws.cloudtrail').map((record) => JSON.parse(record));
    expect(new Set(chain.map((record) => record.recipientAccountId)).size).toBe(3);
    const made = said('backdoor-user', 'aws.cloudtrail')
      .map((record) => JSON.parse(record))
      .find((record) => record.eventName === 'CreateAccessKey');
    const key = made.responseElements.accessKey.accessKeyId;
    for (const read of said('bucket-read', 'aws.cloudtrail'))
      expect(JSON.parse(read).userIdentity.accessKeyId).toBe(key);
  });

  it('is silent about the last account after its trail was stopped', () => {
    const stop = demo.truth.filter(({ step, dataset }) => step === 'logging-stopped' && dataset === 'aws.cloudtrail');
    const times = stop.map(({ object, dataset, offset }) =>
      JSON.parse(recordAt(demo.objects.get(object)!, dataset, offset)),
    );
    const last = times.find((record) => record.eventName === 'StopLogging');
    for (const [key, bytes] of demo.objects) {
      if (!key.includes(`/${last.recipientAccountId}/CloudTrail/`)) continue;
      for (const { eventTime } of JSON.parse(bytes.toString()).Records)
        expect(eventTime <= last.eventTime, eventTime).toBe(true);
    }
  });

  it('keeps to the ranges and accounts that are nobody’s', () => {
    const strange = new Set<string>();
    for (const [key, bytes] of demo.objects) {
      const text = key + bytes.toString();
      for (const [address] of text.matchAll(
        /(?<![\w./-])(?:\d\d?|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:\d\d?|1\d\d|2[0-4]\d|25[0-5])){3}(?![\w.-])/g,
      ))
        if (!inRange(address)) strange.add(address);
      for (const [address] of text.matchAll(/(?<![\w:/])[0-9a-f]{4}(:[0-9a-f]{0,4}){3,7}(?![\w:])/g))
        if (!address.startsWith('2001:db8:')) strange.add(address);
      for (const [, account] of text.matchAll(/arn:aws:[\w-]+:[\w-]*:(\d{12}):/g))
        if (!accounts.includes(account)) strange.add(account);
    }
    expect([...strange]).toEqual([]);
  });

  it('covers 31 days and the incident, and nothing after the end', () => {
    const times = [...demo.objects]
      .filter(([key]) => key.includes('/CloudTrail/'))
      .flatMap(([, bytes]) =>
        JSON.parse(bytes.toString()).Records.map((record: { eventTime: string }) => Date.parse(record.eventTime)),
      );
    const first = times.reduce((a: number, b: number) => Math.min(a, b));
    const last = times.reduce((a: number, b: number) => Math.max(a, b));
    expect(last).toBeLessThanOrEqual(end.getTime());
    expect(end.getTime() - first).toBeGreaterThan(31 * day);
  });
});

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});
