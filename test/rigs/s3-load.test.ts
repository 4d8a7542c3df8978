import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateDemo } from '../../demo/generate-demo.ts';
import { buildKushiScript, documents } from '../cli/built-kushi.ts';
import { startFaultProxy } from './aws/fault-proxy.ts';
import { startAwsRig } from './aws/start-aws-rig.ts';

const account = { AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: 'any' };
const rig = await startAwsRig();
const reason = 'missing' in rig ? rig.missing : '';

describe.skipIf('missing' in rig)(`kushi load s3://… ${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kushi-s3-'));
  let script: string;
  let first: Record<string, Record<string, number>>;

  beforeAll(async () => {
    if ('missing' in rig) return;
    script = await buildKushiScript();
    const out = join(folder, 'demo');
    await generateDemo({ out, seed: 's3', end: new Date('2026-11-24T06:00:00Z'), scale: 0.02 });
    await upload(rig.endpoint, join(out, 'logs'));
  });

  afterAll(async () => {
    if (!('missing' in rig)) await rig.stop();
  });

  async function load(endpoint: string, data: string): Promise<Record<string, Record<string, number>>> {
    const file = join(folder, `${data}.yml`);
    writeFileSync(
      file,
      `data: ${data}\nsources:\n  lake: { location: "s3://lake/", s3: { endpoint: "${endpoint}", region: eu-west-1, path_style: true } }\n`,
    );
    // Not synchronous: the fault proxy answers from this process.
    const words = [script, '--config', file, 'load', 'lake', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, words, { env: { ...process.env, ...account } });
    return documents(stdout)[0] as never;
  }

  test('every object of a prefix is loaded once, and is known the second time', async () => {
    if ('missing' in rig) return;
    first = await load(rig.endpoint, 'direct');
    expect(first.objects).toMatchObject({ offered: objects, loaded: objects, waiting: 0, refused: 0 });
    expect(first.records.events).toBeGreaterThan(objects);
    expect((await load(rig.endpoint, 'direct')).objects).toMatchObject({ offered: objects, loaded: 0, known: objects });
  });

  test('throttling, cut bodies and delays cost time and nothing else', async () => {
    if ('missing' in rig) return;
    const proxy = await startFaultProxy(rig.endpoint);
    try {
      const isGet = ({ url }: { url?: string | undefined }) =>
        url?.includes('AWSLogs') === true && !url.includes('list-type');
      proxy.fail({ times: 3, status: 503, code: 'SlowDown' });
      proxy.fail({ times: 5, when: isGet, cutAfter: 700 });
      proxy.fail({ times: 2, delayMs: 300 });
      expect((await load(proxy.endpoint, 'faulty')).records).toEqual(first.records);
    } finally {
      await proxy.stop();
    }
  });
});

/** Objects put into the bucket, spread over all log types. */
const objects = 120;

async function upload(endpoint: string, logs: string): Promise<void> {
  const client = new S3Client({
    endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: account.AWS_ACCESS_KEY_ID, secretAccessKey: account.AWS_SECRET_ACCESS_KEY },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'lake' }));
  const files = readdirSync(logs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const step = files.length / objects;
  for (let index = 0; index < objects; index++) {
    const { parentPath, name } = files[Math.floor(index * step)];
    const path = join(parentPath, name);
    await client.send(new PutObjectCommand({ Bucket: 'lake', Key: relative(logs, path), Body: readFileSync(path) }));
  }
  client.destroy();
}
