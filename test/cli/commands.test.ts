import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { openState } from '../../src/state/open-state.ts';
import { buildKushi, documents, temporaryFolder } from './built-kushi.ts';

let kushi: Awaited<ReturnType<typeof buildKushi>>;
const folder = temporaryFolder();
const logs = join(folder, 'logs');
const data = join(folder, 'data');

const record = (id: number, eventName: string) => ({
  eventVersion: '1.11',
  eventTime: `2026-11-2${id}T10:00:00Z`,
  eventSource: 'cloudtrail.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.15.0',
  eventID: `00000000-0000-4000-8000-00000000000${id}`,
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'IAMUser',
    userName: 'mallory',
    arn: 'arn:aws:iam::111122223333:user/mallory',
    accessKeyId: 'AKIAEXAMPLE00000001',
  },
  requestParameters: { name: 'main' },
});

beforeAll(async () => {
  kushi = await buildKushi();
  mkdirSync(logs);
  const trail = { Records: [record(1, 'StopLogging'), record(2, 'DescribeTrails'), record(3, 'DescribeTrails')] };
  writeFileSync(join(logs, '111122223333_CloudTrail_eu-west-1.json.gz'), gzipSync(JSON.stringify(trail)));
  writeFileSync(
    join(logs, 'access.log'),
    '192.0.2.4 - - [23/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8"\nno access line\n',
  );
  writeFileSync(join(logs, 'notes.txt'), 'nothing that anybody knows\n');
});

const run = (...args: string[]) => kushi(['--data', data, ...args]);

describe('load', () => {
  test('counts objects and records, both equations hold, one refused object is exit 3', () => {
    const { status, stdout } = run('load', '--json', logs);
    expect(status).toBe(3);
    const [totals] = documents(stdout);
    expect(totals).toMatchObject({
      objects: { offered: 3, loaded: 2, known: 0, refused: 1, skipped: 0, waiting: 0 },
      records: { read: 5, events: 4, rejects: 1, filtered: 0 },
      byType: { 'aws.cloudtrail': { events: 3, rejects: 0 }, 'nginx.access': { events: 1, rejects: 1 } },
      alerts: 1,
    });
    expect(totals.seconds).toBeTypeOf('number');
  });

  test('a second time everything is known', () => {
    const [totals] = documents(run('load', '--json', logs).stdout);
    expect(totals.objects).toEqual({ offered: 3, loaded: 0, known: 2, refused: 1, skipped: 0, waiting: 0 });
    expect(documents(run('search', '--count', '--json').stdout)).toEqual([{ count: 4 }]);
  });

  test('reading anew replaces and does not double', () => {
    const [totals] = documents(run('load', '--json', '--reload', logs).stdout);
    expect(totals.records).toEqual({ read: 5, events: 4, rejects: 1, filtered: 0 });
    expect(documents(run('search', '--count', '--json').stdout)).toEqual([{ count: 4 }]);
    expect(documents(run('alerts', '--json').stdout)).toHaveLength(1);
  });

  test('a folder that another process writes to is exit 75', async () => {
    const state = await openState(data, { write: true });
    try {
      const { status, stderr } = run('load', logs);
      expect(status).toBe(75);
      expect(stderr).toContain('DATA_FOLDER_IN_USE');
      expect(run('search', '--count').status, 'readers are always let in').toBe(0);
    } finally {
      await state.close();
    }
  });
});

describe('asking', () => {
  test('search gives nested ECS documents, newest first', () => {
    const events = documents(run('search', '--json', 'event.provider: cloudtrail.amazonaws.com').stdout);
    expect(events.map((event) => event['@timestamp'])).toEqual([
      '2026-11-23T10:00:00Z',
      '2026-11-22T10:00:00Z',
      '2026-11-21T10:00:00Z',
    ]);
    expect(events[2]).toMatchObject({
      event: { action: 'StopLogging', dataset: 'aws.cloudtrail' },
      user: { name: 'mallory' },
    });
  });

  test('search finds the vendor’s own fields', () => {
    expect(documents(run('search', '--json', '--count', 'record.requestParameters.name: main').stdout)).toEqual([
      { count: 3 },
    ]);
  });

  test('a cut is said on stderr', () => {
    expect(run('search', '--limit', '1').stderr).toContain('more than 1');
  });

  test('a mistake in a search is exit 2 with its place and the nearest name', () => {
    const { status, stderr } = run('search', 'user.nmae: mallory');
    expect(status).toBe(2);
    expect(stderr).toMatch(/1:1 QUERY_FIELD_UNKNOWN .*user\.name/);
  });

  test('alerts are grouped by rule and primary entity', () => {
    const [alert] = documents(run('alerts', '--json').stdout);
    expect(alert).toMatchObject({ level: 'critical', status: 'open', count: 1, dataset: ['aws.cloudtrail'] });
    expect(alert.entity).toEqual({ kind: 'aws.principal_arn', value: 'arn:aws:iam::111122223333:user/mallory' });
    expect(Object.keys(alert)).toEqual(
      'id rule level status entity first last count dataset number story owner verdict continues suppressed history'.split(
        ' ',
      ),
    );
    expect(alert).toMatchObject({ number: 'A-1', story: null, owner: null, verdict: null, continues: null });
    expect(alert).toMatchObject({ suppressed: false });
    expect(run('alerts').stdout).toMatch(/NUMBER +ALERT[\s\S]*A-1 +[0-9a-f]{12} /);
  });

  test('alerts show tells all about one, in either language', () => {
    const english = run('alerts', 'show', 'A-1');
    expect([english.status, english.stdout]).toEqual([0, expect.stringMatching(/Did they do more\?[\s\S]*Cannot see/)]);
    expect(run('alerts', 'show', '1', '--lang', 'ja', '--tz', 'Asia/Tokyo').stdout).toMatch(/他に何かしたか[\s\S]*JST/);
    expect(run('alerts', 'show', 'A-1', '--json').stdout).toContain('"number":"A-1"');
    expect([run('alerts', 'show', 'A-999').status, run('alerts', 'show', 'A-1', '--lang', 'fr').status]).toEqual([
      2, 2,
    ]);
  });

  test('status has both equations', () => {
    const [line] = documents(run('status', '--json').stdout);
    const { objects, records } = line as unknown as {
      objects: Record<string, number>;
      records: Record<string, number>;
    };
    expect(objects.offered).toBe(objects.loaded + objects.known + objects.refused + objects.skipped + objects.waiting);
    expect(records.read).toBe(records.events + records.rejects + records.filtered);
  });

  test('rejects have a cause, a count and an example', () => {
    const [cause] = documents(run('rejects', 'list', '--json').stdout);
    expect(cause).toMatchObject({
      code: 'NO_PATTERN',
      logType: 'nginx.access',
      count: 1,
      example: { raw: 'no access line' },
    });
  });
});

describe('without storing', () => {
  test('normalize prints events and rejects in the order of input, the same every time', () => {
    const first = run('normalize', join(logs, 'access.log'));
    expect(first.status).toBe(0);
    const [event, { reject }] = documents(first.stdout);
    expect(event).toMatchObject({
      source: { ip: '192.0.2.4' },
      url: { path: '/' },
      http: { response: { status_code: 200 } },
    });
    expect(reject).toMatchObject({
      code: 'NO_PATTERN',
      offset: 80,
      length: 14,
      raw: 'no access line',
      truncated: false,
    });
    expect(run('normalize', join(logs, 'access.log')).stdout).toBe(first.stdout);
  });

  test('normalize reads standard input', () => {
    const { stdout } = kushi(['normalize', '--type', 'nginx.access', '-'], { input: 'x\n' });
    expect(documents(stdout)[0].reject).toMatchObject({ code: 'NO_PATTERN', object: '-', offset: 0 });
  });

  test('detect prints a line a match and --fail-on is exit 4', () => {
    const { status, stdout } = run('detect', '--json', '--fail-on', 'high', logs);
    expect(status).toBe(4);
    expect(documents(stdout)).toHaveLength(1);
    expect(documents(stdout)[0]).toMatchObject({
      '@timestamp': '2026-11-21T10:00:00Z',
      event: { dataset: 'aws.cloudtrail' },
      offset: 12,
    });
    expect(run('detect', '--fail-on', 'critical', join(logs, 'access.log')).status).toBe(0);
  });

  test('--rules replaces the shipped ones', () => {
    const rules = join(folder, 'rules');
    mkdirSync(rules);
    writeFileSync(
      join(rules, 'own.yml'),
      'title: Any look at trails\nid: 5a2b7c9e-0000-4000-8000-000000000001\nlevel: low\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: DescribeTrails }\n  condition: a\n',
    );
    expect(documents(run('detect', '--json', '--rules', rules, logs).stdout)).toHaveLength(2);
    expect(documents(run('rules', 'list', '--json', '--rules', rules).stdout)).toMatchObject([
      { title: 'Any look at trails', status: 'loaded', reason: null },
    ]);
  });
});

describe('mistakes', () => {
  test.each([
    ['an unknown command', ['serach'], /USAGE unknown command 'serach'/],
    ['an unknown option', ['load', '--fast'], /USAGE unknown option '--fast'/],
    ['a path that is not there', ['load', '/no/such/path'], /SOURCE_NOT_FOUND/],
    ['a level that is none', ['detect', '--fail-on', 'red', '.'], /USAGE --fail-on takes/],
    ['a time that is none', ['search', '--from', 'yesterday'], /TIME_INVALID|USAGE/],
  ])('%s is exit 2 and says what', (_, args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('a wrong setting stops before anything starts, with its place', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'kushi.yml'), 'batch:\n  rows: many\n');
    const { status, stderr } = kushi(['load', logs], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('kushi.yml:2:9 CONFIG_INVALID batch.rows');
  });
});

test('doctor counts values that do not fit once, also after a reload', () => {
  const flows = join(folder, 'flows.log');
  const line = '2 111122223333 eni-0a1 192.0.2.4 198.51.100.4 high 443 6 1 1 1795503600 1795503660 ACCEPT OK\n';
  writeFileSync(flows, line.repeat(3));
  const inFolder = (...args: string[]) => kushi(['--data', join(folder, 'flows'), ...args]);
  expect(inFolder('load', '--type', 'aws.vpcflow', flows).status).toBe(0);
  expect(inFolder('load', '--type', 'aws.vpcflow', '--reload', flows).status).toBe(0);
  const { status, stdout } = inFolder('doctor');
  expect(status).toBe(1);
  expect(stdout).toContain('FIX  values that do not fit: 3 values of source.port in aws.vpcflow, such as "high";');
});
