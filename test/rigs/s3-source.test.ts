import type { IncomingMessage } from 'node:http';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, describeSource, listed } from '../../src/sources/contract.ts';
import { s3Source } from '../../src/sources/s3/s3-source.ts';
import type { Source } from '../../src/sources/source.ts';
import { type FaultProxy, startFaultProxy } from './aws/fault-proxy.ts';
import { startAwsRig } from './aws/start-aws-rig.ts';

const rig = await startAwsRig();
const missing = 'missing' in rig ? rig.missing : undefined;
const endpoint = 'missing' in rig ? '' : rig.endpoint;

const account = { accessKeyId: '111122223333', secretAccessKey: 'any' };
process.env.AWS_ACCESS_KEY_ID = account.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = account.secretAccessKey;
process.env.AWS_ENDPOINT_URL_STS = endpoint;
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: account });
let buckets = 0;

async function newBucket(): Promise<string> {
  const Bucket = `logs-${++buckets}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

const put = (Bucket: string, Key: string, Body: Uint8Array | string) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));

afterAll(async () => {
  client.destroy();
  if ('stop' in rig) await rig.stop();
});

describe.skipIf(missing !== undefined)(`S3${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  describeSource('s3', async () => {
    const bucket = await newBucket();
    await put(bucket, 'elsewhere/x', 'not under the prefix');
    const source = s3Source({ bucket, prefix: 'in/' }, { endpoint, version: '0.0.0' });
    return {
      source,
      put: async (key, content) => void (await put(bucket, `in/${key}`, content)),
      keyOf: (object) => object.key.slice('in/'.length),
      stop: () => source.close(),
    };
  });

  describe('s3 source in trouble', () => {
    const big = new Uint8Array(3_000_000).map((_, i) => (i * 2654435761) >>> 24);
    let bucket: string;
    let proxy: FaultProxy;
    let source: Source;
    const isGet = (request: IncomingMessage) => request.method === 'GET' && !request.url?.includes('list-type');
    const isList = (request: IncomingMessage) => request.url?.includes('list-type') ?? false;

    beforeAll(async () => {
      bucket = await newBucket();
      await put(bucket, 'big', big);
    });
    const open = async (use: (object: Awaited<ReturnType<typeof listed>>[number]) => Promise<void>, more = {}) => {
      proxy = await startFaultProxy(endpoint);
      source = s3Source({ bucket, prefix: '' }, { endpoint: proxy.endpoint, version: '1.2.3', retryMs: 1, ...more });
      try {
        const [object] = await listed(source);
        await use(object);
      } finally {
        await source.close();
        await proxy.stop();
      }
    };

    it('names itself in the user agent', () =>
      open(async (object) => {
        await bytesOf(source, object);
        for (const { headers } of proxy.passed) expect(headers['user-agent']).toContain('kushi/1.2.3');
      }));

    it('resumes a body that breaks off where it ended, of the same version', () =>
      open(async (object) => {
        for (const cutAfter of [1, 1_000_000, 700_001]) proxy.fail({ when: isGet, times: 1, cutAfter });
        expect(Buffer.from(await bytesOf(source, object)).equals(big)).toBe(true);
        const gets = proxy.passed.filter((one) => one.method === 'GET' && !one.url.includes('list-type'));
        expect(gets.map((one) => one.headers.range)).toEqual([
          undefined,
          'bytes=1-',
          'bytes=1000001-',
          'bytes=1700002-',
        ]);
        for (const { headers } of gets) expect(headers['if-match']).toBe(`"${object.etag}"`);
      }));

    it('gives up on a body that never goes on', () =>
      open(async (object) => {
        proxy.fail({ when: isGet, times: 100, cutAfter: 0 });
        await expect(bytesOf(source, object)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
      }));

    it('refuses the rest when the object changes in between', () =>
      open(async (object) => {
        proxy.fail({ when: isGet, times: 1, cutAfter: 1000 });
        const pieces = (await source.open(object))[Symbol.asyncIterator]();
        await pieces.next();
        await put(bucket, 'big', 'other');
        const rest = async () => {
          while (!(await pieces.next()).done);
        };
        await expect(rest()).rejects.toThrow(/changed since it was listed/);
        await put(bucket, 'big', big);
      }));

    it('waits out throttling, in lists and objects', () =>
      open(async (object) => {
        proxy.fail({ when: isGet, times: 2, status: 503, code: 'SlowDown' });
        proxy.fail({ when: isGet, times: 1, status: 429, code: 'TooManyRequests' });
        expect((await bytesOf(source, object)).length).toBe(big.length);
        proxy.fail({ when: isList, times: 2, status: 503, code: 'SlowDown' });
        expect((await listed(source)).length).toBe(1);
      }));

    it.each([
      [403, 'AccessDenied', /access denied.*s3:GetObject.*kms:Decrypt/],
      [403, 'InvalidObjectState', /archived/],
      [400, 'ExpiredToken', /expired/],
      [404, 'NoSuchKey', /no longer there/],
    ])('says what %d %s means', (status, code, message) =>
      open(async (object) => {
        proxy.fail({ when: isGet, times: 100, status, code });
        await expect(bytesOf(source, object)).rejects.toMatchObject({
          code: 'SOURCE_UNREADABLE',
          message: expect.stringMatching(message),
        });
      }),
    );

    it('assumes a role with its external id', () =>
      open(
        async (object) => {
          await bytesOf(source, object);
          const keys = proxy.passed.map(({ headers }) => headers.authorization?.match(/Credential=([^/]+)/)?.[1]);
          expect(new Set(keys)).not.toContain(account.accessKeyId);
        },
        { roleArn: 'arn:aws:iam::111122223333:role/reader', externalId: 'invented', region: 'us-east-1' },
      ));
  });

  it('says which bucket there is not', async () => {
    const source = s3Source({ bucket: 'no-such-bucket', prefix: '' }, { endpoint, version: '0.0.0' });
    await expect(listed(source)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await source.close();
  });

  it('asks for one page after the other, as far as the consumer reads', async () => {
    const bucket = await newBucket();
    const keys = Array.from({ length: 1003 }, (_, i) => `k/${String(i).padStart(5, '0')}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => put(bucket, key, 'x')));
    const proxy = await startFaultProxy(endpoint);
    const source = s3Source({ bucket, prefix: 'k/' }, { endpoint: proxy.endpoint, version: '0.0.0' });
    for await (const _ of source.list()) break;
    expect(proxy.passed.length).toBe(1);
    expect((await listed(source)).map(({ key }) => key)).toEqual(keys);
    expect(proxy.passed.length).toBe(3);
    await source.close();
    await proxy.stop();
  });
});
