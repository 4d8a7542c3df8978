import fc from 'fast-check';
import { hostileText } from '../../core/harmless/hostile-text.fixture.ts';
import { message } from '../../core/words/say.ts';
import { noPlace } from '../../timeline/cannot-see/gap.ts';
import { account, at } from '../../timeline/testing/sample-store.ts';
import type { Answer, Capped, Numbers, Step } from '../answer.ts';
import { deactivateKey, lookFurther } from '../commands.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const proof = { time: at('02:02'), dataset: 'aws.cloudtrail', object: 'o', offset: 1, action: 'CreateAccessKey' };

function all<T>(...shown: readonly T[]): Capped<T> {
  return { shown, total: shown.length };
}

function numbers(events: number): Numbers {
  return { events, worked: events, failed: 0, denied: 0, unknown: 0, changes: Math.min(events, 6) };
}

function step(minute: number, parts: Partial<Step>): Step {
  return {
    kind: 'changed',
    time: at(`02:${minute}`),
    last: at(`02:${minute}`),
    count: 1,
    dataset: 'aws.cloudtrail',
    who: 'deploy-admin/mori',
    actions: all('CreateUser'),
    sentence: 'CreateUser → backup-svc',
    outcomes: { worked: 1, failed: 0, denied: 0, unknown: 0 },
    address: '203.0.113.50',
    account,
    evidence: 'exact',
    isNew: true,
    alert: null,
    ...parts,
  };
}

const thing = { account, count: 1, first: at('02:21'), last: at('02:21'), with: [], proof } as const;

/** An answer with something in every part. */
export const sampleAnswer: Answer = {
  alert: {
    id: '4f0c1d2e3a4b',
    number: 'A-1042',
    level: 'critical',
    status: 'open',
    entity: {
      kind: 'aws.principal_arn',
      value: `arn:aws:sts::${account}:assumed-role/app-web-role/i-0123456789abcdef0`,
    },
    first: at('02:14:05'),
    last: at('02:52'),
    count: 4,
    datasets: ['aws.cloudtrail'],
    owner: null,
    verdict: null,
    reason: null,
    suppression: null,
    story: null,
    continues: null,
    history: false,
    opened: at('02:15'),
    changed: at('02:53'),
  },
  rule: {
    id: 'r',
    title: 'Stolen credentials used from outside AWS',
    text: {
      description: 'Credentials of an instance were used elsewhere.',
      tags: ['attack.credential-access'],
      falsePositives: ['A proxy of yours.'],
      references: [],
      response: 'Compare the addresses.',
      ja: { title: '窃取された認証情報のAWS外部からの使用', response: 'アドレスを比較してください。' },
    },
  },
  who: {
    kind: 'session',
    name: `arn:aws:sts::${account}:assumed-role/app-web-role/i-0123456789abcdef0`,
    short: 'app-web-role/i-0123456789abcdef0',
    account,
    acts: true,
    mfa: false,
    keys: [{ id: key, lasting: 'temporary', count: 31, issued: proof }],
    actors: all(),
    seen: { first: at('01:00'), last: at('02:52'), count: 100 },
  },
  chain: ['i-0123456789abcdef0', 'app-web-role/i-0123456789abcdef0', 'deploy-admin/mori', 'backup-svc'].map(
    (short, index) => ({
      id: short,
      kind: index === 0 ? 'instance' : 'access-key',
      short,
      account,
      side: index < 2 ? 'before' : 'after',
      by: null,
      proof,
      how: 'call',
      count: 3,
      isNew: index > 1,
    }),
  ),
  from: {
    addresses: all({
      address: '203.0.113.50',
      count: 31,
      country: 'NL',
      asn: 64500,
      organization: 'Example Hosting',
      isNew: true,
      ofAlert: true,
    }),
    agents: all({ name: 'aws-cli', original: 'aws-cli/2.17.1 Linux/6 kali', count: 31, isNew: true, ofAlert: true }),
  },
  what: {
    actions: all({ value: 'GetCallerIdentity', count: 3 }, { value: 'ListUsers', count: 1 }),
    targets: all({ value: 'backup-svc', count: 1 }),
  },
  result: { worked: 3, failed: 0, denied: 1, unknown: 0 },
  accounts: [{ value: account, count: 31 }],
  regions: [{ value: 'us-east-1', count: 31 }],
  range: { from: at('2026-11-23T02:14:05Z'), to: at('03:00') },
  asked: at('03:00'),
  more: 'yes',
  around: {
    hour: { before: numbers(0), after: numbers(37) },
    day: { before: numbers(2), after: numbers(41) },
    else: { before: numbers(2), after: numbers(37) },
    elseNew: { before: 0, after: 9 },
    weak: 3,
    cut: false,
    last: at('02:52'),
  },
  done: {
    created: all({ ...thing, kind: 'user', name: 'backup-svc' }, { ...thing, kind: 'access key', name: 'backup-svc' }),
    read: all({ ...thing, kind: 'object', name: 'backup-db', count: 41_200 }),
    changed: all({ ...thing, kind: 'logging', name: 'org-trail' }),
    deleted: all(),
    shared: all({ ...thing, kind: 'bucket policy', name: 'backup-db', with: ['everybody', '444455556666'] }),
    ran: all(),
  },
  news: {
    status: 'compared',
    days: 30,
    values: all({ who: 'app-web-role', field: 'source.ip', value: '203.0.113.50', count: 31, first: at('02:14') }),
    identities: ['backup-svc'],
  },
  steps: all(
    step(14, { kind: 'asked', count: 12, actions: all('GetCallerIdentity', 'ListUsers'), alert: '4f0c1d2e3a4b' }),
    step(20, { kind: 'requests', who: null, evidence: 'weak', sentence: 'POST /import → 200', count: 212 }),
    step(21, {}),
    step(31, { sentence: 'StopLogging → org-trail', alert: 'ffffffffffff' }),
  ),
  others: [
    {
      id: 'ffffffffffff',
      number: 'A-1043',
      title: 'Logging stopped',
      titleJa: 'ログ記録の停止',
      level: 'critical',
      status: 'open',
      entity: 'deploy-admin',
      first: at('02:31'),
      last: at('02:31'),
      count: 1,
    },
  ],
  matches: {
    shown: [
      {
        object: 'o',
        offset: 1,
        dataset: 'aws.cloudtrail',
        id: 'e',
        time: at('02:14:05'),
        action: 'GetCallerIdentity',
        sentence: 'GetCallerIdentity',
        outcome: 'worked',
        error: null,
        address: '203.0.113.50',
      },
    ],
    total: 4,
  },
  gaps: [
    {
      ...noPlace,
      kind: 'logging-stopped',
      message: message('gap.logging-stopped', {
        dataset: 'aws.cloudtrail',
        account,
        who: 'deploy-admin',
        action: 'StopLogging',
        since: at('02:31'),
        before: 157,
        after: 0,
      }),
      evidence: {},
    },
    { ...noPlace, kind: 'data-events-off', message: message('gap.data-events-off', { account }), evidence: {} },
  ],
  coverage: { sources: [{ dataset: 'aws.cloudtrail', account, last: at('02:59') }], completeTo: at('02:59') },
  next: {
    questions: [{ kind: 'address-known', ask: message('question.address-known', { address: '203.0.113.50' }) }],
    commands: [...lookFurther('4f0c1d2e3a4b'), ...deactivateKey(key, 'backup-svc', account)],
  },
};

/** Parts that are Kushi's own words and never of a log. */
const own = new Set([
  'outcome',
  'kind',
  'level',
  'status',
  'more',
  'evidence',
  'lasting',
  'how',
  'side',
  'key',
  'shell',
  'number',
  'field',
]);

/** An answer of the same shape whose every text of a log is hostile, some of them very long. */
export const hostileAnswer: fc.Arbitrary<Answer> = fc
  .tuple(
    fc.array(hostileText, { minLength: 4, maxLength: 12 }),
    fc.constantFrom(1, 1, 1, 20, 500),
    fc.constantFrom('yes', 'no', 'unsure'),
  )
  .map(([texts, times, more]) => {
    let next = 0;
    const text = () => texts[next++ % texts.length].repeat(times);
    const change = (value: unknown, name: string): unknown => {
      if (typeof value === 'string') return own.has(name) ? value : text();
      if (Array.isArray(value)) return value.map((item) => change(item, name));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, change(inner, member)]));
    };
    return { ...(change(sampleAnswer, '') as Answer), more } as Answer;
  });
