import { describe, expect, test } from 'vitest';
import type { Codec } from '../../logtype/logtype.ts';
import { type CreateReaderOptions, createReader } from '../create-reader.ts';
import { parsePath } from '../path.ts';
import { type PlainBatch, plainBatch } from '../plain-batch.ts';
import type { RecordReader, ResumePoint, WantedPath } from '../reader.ts';

const encoder = new TextEncoder();
const json = JSON.stringify;
const stamp = '2026-11-24T07:00:00.000Z';

function want(...names: string[]): WantedPath[] {
  return names.map((name) => {
    const parsed = parsePath(name.replace('$parent', ''));
    if (!parsed.ok) throw new Error(parsed.mistake.message);
    return { name, steps: parsed.steps };
  });
}

const subscription = (messages: readonly unknown[], more: object = {}) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'flow',
  logStream: 'eni-1',
  subscriptionFilters: ['all'],
  logEvents: messages.map((message, index) => ({ id: `e${index}`, timestamp: 1795503600000 + index, message })),
  ...more,
});
const event = (detail: unknown, more: object = {}) => ({
  version: '0',
  id: 'ev-1',
  'detail-type': 'GuardDuty Finding',
  source: 'aws.guardduty',
  account: '111122223333',
  time: '2026-11-24T07:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:1', 'arn:2'],
  detail,
  ...more,
});
const notification = (message: unknown) => ({
  Type: 'Notification',
  MessageId: 'n-1',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:findings',
  Subject: null,
  Message: message,
  Timestamp: '2026-11-24T07:00:00.000Z',
});
const queued = (body: unknown) => ({
  messageId: 'q-1',
  receiptHandle: 'r',
  body,
  attributes: { SentTimestamp: '1795503600250' },
  eventSource: 'aws:sqs',
});
const received = (body: unknown) => ({
  Messages: [{ MessageId: 'q-2', ReceiptHandle: 'r', Attributes: { SentTimestamp: '1795503600250' }, Body: body }],
});

const codecs = {
  json: { kind: 'json' },
  envelope: { kind: 'json', records: '.Records.*' },
  columns: { kind: 'columns', split: 'space', header: 'first_line' },
  lines: { kind: 'lines', skip: 1 },
} satisfies Record<string, Codec>;

const wrappers = ['cloudwatch', 'eventbridge', 'sns', 'sqs', 'firehose', 'firelens'];
const facts = [
  ...['id', 'timestamp', 'owner', 'log_group', 'log_stream'].map((name) => `$cwl.${name}`),
  ...['id', 'time', 'account', 'region', 'source', 'detail_type', 'resources'].map((name) => `$eventbridge.${name}`),
  ...['message_id', 'timestamp', 'topic', 'subject'].map((name) => `$sns.${name}`),
  ...['message_id', 'sent'].map((name) => `$sqs.${name}`),
  ...['container_id', 'container_name', 'cluster', 'stream'].map((name) => `$firelens.${name}`),
];

function create(codec: Codec, options: Partial<CreateReaderOptions> = {}): RecordReader {
  const split = (line: string) => (line.includes('=') ? new Map([['a', line.split('=')[1]]]) : null);
  const mapping = codec.kind === 'lines' ? { lines: { split } } : { columns: ['n', 'a', 'b'] };
  return createReader(codec, want('.a'), { seed: 1n, maxRecordBytes: 4000, wrappers, facts, mapping, ...options });
}

interface Case {
  readonly codec: Codec;
  readonly text: string;
  /** Where and what each record is, its values by name, lists with commas. */
  readonly rows: readonly (readonly [raw: string, values: Record<string, string>])[];
  /** Code and raw text. */
  readonly rejects?: readonly string[];
}

const cwl = (index: number) => ({
  '$cwl.id': `e${index}`,
  '$cwl.timestamp': String(1795503600000 + index),
  '$cwl.owner': '111122223333',
  '$cwl.log_group': 'flow',
  '$cwl.log_stream': 'eni-1',
});
const bridge = {
  '$eventbridge.id': 'ev-1',
  '$eventbridge.time': '2026-11-24T07:00:00Z',
  '$eventbridge.account': '111122223333',
  '$eventbridge.region': 'eu-west-1',
  '$eventbridge.source': 'aws.guardduty',
  '$eventbridge.detail_type': 'GuardDuty Finding',
  '$eventbridge.resources': 'arn:1,arn:2',
};
const topic = {
  '$sns.message_id': 'n-1',
  '$sns.timestamp': '2026-11-24T07:00:00.000Z',
  '$sns.topic': 'arn:aws:sns:eu-west-1:111122223333:findings',
};
const queue = { '$sqs.message_id': 'q-1', '$sqs.sent': '1795503600250000000' };

const cases: Readonly<Record<string, Case>> = {
  'a subscription of lines': {
    codec: codecs.columns,
    text: `${json(subscription(['all plain names', '2 é z\n3 "q" w\n']))}\n${json(subscription(['5 v w']))}`,
    rows: [
      ['all plain names', { '.a': 'plain', ...cwl(0) }],
      ['2 é z', { '.a': 'é', ...cwl(1) }],
      ['3 "q" w', { '.a': '"q"', ...cwl(1) }],
      ['5 v w', { '.a': 'v', ...cwl(0) }],
    ],
  },
  'subscriptions from Firehose, without separators': {
    codec: codecs.json,
    text: json(subscription([json({ a: 1 })])) + json(subscription([json({ a: 'ü"' }), ' {"a":3} {"a":4}'])),
    rows: [
      ['{"a":1}', { '.a': '1', ...cwl(0) }],
      ['{"a":"ü\\""}', { '.a': 'ü"', ...cwl(0) }],
      ['{"a":3}', { '.a': '3', ...cwl(1) }],
      ['{"a":4}', { '.a': '4', ...cwl(1) }],
    ],
  },
  'lines that patterns take apart, none of them skipped': {
    codec: codecs.lines,
    text: json(subscription(['k=1', 'none', 'k=2'])),
    rows: [
      ['k=1', { '.a': '1', ...cwl(0) }],
      ['k=2', { '.a': '2', ...cwl(2) }],
    ],
    rejects: ['NO_PATTERN none'],
  },
  'control messages have no records': {
    codec: codecs.json,
    text: json(subscription(['CWL CONTROL MESSAGE'], { messageType: 'CONTROL_MESSAGE' })) + json(subscription([])),
    rows: [],
  },
  'messages that are objects, and such that are missing': {
    codec: codecs.json,
    text: json(subscription([{ a: 1 }, undefined, 7, '', 'text'])),
    rows: [['{"a":1}', { '.a': '1', ...cwl(0) }]],
    rejects: [
      'JSON_SYNTAX text',
      'WRAPPER_INVALID {"id":"e1","timestamp":1795503600001}',
      'WRAPPER_INVALID {"id":"e2","timestamp":1795503600002,"message":7}',
    ],
  },
  'an envelope without its list': {
    codec: codecs.json,
    text: json({ messageType: 'DATA_MESSAGE', logEvents: 'none' }),
    rows: [],
    rejects: ['WRAPPER_INVALID {"messageType":"DATA_MESSAGE","logEvents":"none"}'],
  },
  'broken and cut envelopes among whole ones': {
    codec: codecs.json,
    text: `${json(event({ a: 1 }))}\n{"a":tru}\n${json(event({ a: 2 }))}\n{"detail-type":"x","det`,
    rows: [
      ['{"a":1}', { '.a': '1', ...bridge }],
      ['{"a":2}', { '.a': '2', ...bridge }],
    ],
    rejects: ['JSON_SYNTAX {"a":tru}', 'RECORD_TRUNCATED {"detail-type":"x","det'],
  },
  'messages that are broken': {
    codec: codecs.json,
    text: json(subscription(['{"a":1', '{"a":tru}', '{"a":2}'])),
    rows: [['{"a":2}', { '.a': '2', ...cwl(2) }]],
    rejects: ['RECORD_TRUNCATED {"a":1', 'JSON_SYNTAX {"a":tru}'],
  },
  'EventBridge in an array, a record that looks like an envelope, and plain ones': {
    codec: codecs.json,
    text: json([event({ Records: [{ a: 1 }] }), { a: 2 }, event({ a: 3 }), event(null)]),
    rows: [
      ['{"Records":[{"a":1}]}', bridge],
      ['{"a":2}', { '.a': '2' }],
      ['{"a":3}', { '.a': '3', ...bridge }],
    ],
    rejects: [`WRAPPER_INVALID ${json(event(null))}`],
  },
  'EventBridge in SNS in SQS as Lambda has it': {
    codec: codecs.json,
    text: json({ Records: [queued(json(notification(json(event({ a: 1 }))))), queued('{"a":2}')] }),
    rows: [
      ['{"a":1}', { '.a': '1', ...queue, ...topic, ...bridge }],
      ['{"a":2}', { '.a': '2', ...queue }],
    ],
  },
  'an envelope of records in what was received from a queue': {
    codec: codecs.envelope,
    text: json(received(json({ Records: [{ a: 1 }, { a: 2 }] }))),
    rows: [
      ['{"a":1}', { '.a': '1', ...queue, '$sqs.message_id': 'q-2' }],
      ['{"a":2}', { '.a': '2', ...queue, '$sqs.message_id': 'q-2' }],
    ],
  },
  'notifications as Lambda has them, in a log group': {
    codec: codecs.json,
    text: json(subscription([json({ Records: [{ EventSource: 'aws:sns', Sns: notification('{"a":1}') }] })])),
    rows: [['{"a":1}', { '.a': '1', ...cwl(0), ...topic }]],
  },
  'lines of containers': {
    codec: codecs.lines,
    text: `${json({ source: 'stdout', log: 'k=1\n', container_id: 'c-1', container_name: 'web', ecs_cluster: 'shop' })}\n`,
    rows: [
      [
        'k=1',
        {
          '.a': '1',
          '$firelens.container_id': 'c-1',
          '$firelens.container_name': 'web',
          '$firelens.cluster': 'shop',
          '$firelens.stream': 'stdout',
        },
      ],
    ],
  },
  'an export of lines': {
    codec: codecs.columns,
    text: `${stamp} 2 x y\n${stamp} 3 z\n${stamp} ${stamp} s t\n\nmore of it\n${stamp} 4 é`,
    rows: [
      ['2 x y', { '.a': 'x', '$cwl.timestamp': '1795503600000' }],
      [`${stamp} s t`, { '.a': 's', '$cwl.timestamp': '1795503600000' }],
      ['more of it', { '.a': 'of', '$cwl.timestamp': '1795503600000' }],
    ],
    rejects: ['COLUMNS_MISSING 3 z', 'COLUMNS_MISSING 4 é'],
  },
  'an export of JSON, over several lines and in an envelope': {
    codec: codecs.envelope,
    text: `${stamp} {"a":\n 1}\n2026-11-24T07:00:01.000Z {"Records":[{"a":2},\n{"a":3}]}\n${stamp} oops\n${stamp} {"a":4`,
    rows: [
      ['{"a":\n 1}', { '.a': '1', '$cwl.timestamp': '1795503600000' }],
      ['{"a":2}', { '.a': '2', '$cwl.timestamp': '1795503601000' }],
      ['{"a":3}', { '.a': '3', '$cwl.timestamp': '1795503601000' }],
    ],
    rejects: ['JSON_SYNTAX oops', 'RECORD_TRUNCATED {"a":4'],
  },
  'plain records, also behind a byte order mark': {
    codec: codecs.envelope,
    text: '\ufeff{"Records":[{"a":1},{"a":2}]}',
    rows: [
      ['{"a":1}', { '.a': '1' }],
      ['{"a":2}', { '.a': '2' }],
    ],
  },
  'plain lines with a heading': {
    codec: codecs.columns,
    text: 'a n\nx 1\ny 2',
    rows: [
      ['x 1', { '.a': 'x' }],
      ['y 2', { '.a': 'y' }],
    ],
  },
  'a plain line that is shorter than a time': {
    codec: codecs.lines,
    text: 'head\na=1',
    rows: [['a=1', { '.a': '1' }]],
  },
  'a plain record that is cut': {
    codec: codecs.json,
    text: '{"detail-type":1,"a"',
    rows: [],
    rejects: ['RECORD_TRUNCATED {"detail-type":1,"a"'],
  },
};

function readAll(reader: RecordReader, bytes: Uint8Array, chunk: number, resume?: ResumePoint): PlainBatch {
  reader.begin(7, resume);
  for (let at = resume?.offset ?? 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  reader.end();
  return plainBatch(reader.take());
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString();

function readable({ rows, rejects }: PlainBatch) {
  return {
    rows: rows.map(({ raw, values }) => [utf8(raw), valuesOf(values)]),
    rejects: rejects.map((reject) => utf8(reject.replace(/ \d+:\d+\+\d+/, ''))),
  };
}

function valuesOf(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const all = Object.entries(values).filter(([, list]) => list.length > 0);
  return Object.fromEntries(all.map(([name, list]) => [name, list.map((value) => value.replace(/^\d:/, '')).join()]));
}

describe.each(Object.entries(cases))('%s', (_, { codec, text, rows, rejects = [] }) => {
  const bytes = encoder.encode(text);
  const whole = readAll(create(codec), bytes, bytes.length);

  test('gives records with what is around them', () => {
    expect(readable(whole)).toEqual({ rows, rejects });
  });

  test('gives every record a place of its own', () => {
    const places = [...whole.rows.map(({ offset }) => offset), ...whole.rejects.map((reject) => offsetOf(reject))];
    expect(new Set(places).size).toBe(places.length);
    expect(whole.rows.map(({ offset }) => offset)).toEqual(
      whole.rows.map(({ offset }) => offset).sort((a, b) => a - b),
    );
  });

  test.each([1, 2, 3, 5, 16, 64])('gives the same in chunks of %d', (chunk) => {
    expect(readAll(create(codec), bytes, chunk)).toEqual(whole);
  });

  test('reads on from wherever it stopped', () => {
    const first = create(codec);
    first.begin(7);
    const seen: PlainBatch[] = [];
    for (let at = 0; at < bytes.length; at += 7) {
      first.push(bytes.slice(at, at + 7));
      seen.push(plainBatch(first.take()));
      const rest = readAll(create(codec), bytes, 11, first.resume);
      const rows = seen.flatMap((batch) => batch.rows).concat(rest.rows);
      expect(rows.map(withoutNothing)).toEqual(whole.rows.map(withoutNothing));
      expect([...seen.flatMap((batch) => batch.rejects), ...rest.rejects].sort()).toEqual([...whole.rejects].sort());
    }
  });

  test('counts the rows and bytes it holds', () => {
    const reader = create(codec);
    reader.begin(0);
    reader.push(bytes);
    reader.end();
    expect(reader.rows).toBe(whole.rows.length);
    expect(reader.rawBytes).toBe(whole.rows.reduce((sum, { raw }) => sum + raw.length, 0));
    reader.take();
    reader.reset();
    expect(readAll(reader, bytes, 50)).toEqual(whole);
  });
});

function offsetOf(reject: string): number {
  return Number(/:(\d+)\+/.exec(reject)?.[1]);
}

function withoutNothing(row: PlainBatch['rows'][number]) {
  return { ...row, values: valuesOf(row.values) };
}

test('the place of a record is that of its own bytes, of a message that of the byte behind its opening quote', () => {
  const text = json(event({ a: 1 })) + json(subscription([json({ a: 2 }), '{"a":3} {"a":4}']));
  const { rows } = readAll(create(codecs.json), encoder.encode(text), 100);
  const second = text.indexOf('{\\"a\\":3}');
  expect(rows.map(({ offset }) => offset)).toEqual([
    text.indexOf('{"a":1}'),
    text.indexOf('{\\"a\\":2}'),
    second,
    second + '{"a":3} '.length,
  ]);
});

test('objects of every form share a batch', () => {
  const reader = create(codecs.json);
  const texts = ['{"a":1}', json(event({ a: 2 })), `${stamp} {"a":3}`, '{"a":4}'];
  for (const [object, text] of texts.entries()) {
    reader.begin(object);
    reader.push(encoder.encode(text));
    reader.end();
  }
  const { rows } = plainBatch(reader.take());
  expect(rows.map(({ object, values }) => [object, valuesOf(values)])).toEqual([
    [0, { '.a': '1' }],
    [1, { '.a': '2', ...bridge }],
    [2, { '.a': '3', '$cwl.timestamp': '1795503600000' }],
    [3, { '.a': '4' }],
  ]);
});

test('an export that was left in the middle of a message keeps what was read', () => {
  const reader = create(codecs.json);
  reader.begin(0);
  reader.push(encoder.encode(`${stamp} {"a":1}`));
  reader.begin(1);
  reader.push(encoder.encode('{"a":2}'));
  reader.end();
  const { rows } = plainBatch(reader.take());
  expect(rows.map(({ values }) => valuesOf(values)['$cwl.timestamp'])).toEqual(['1795503600000', undefined]);
});

test('an object whose first value shows no envelope in a mebibyte is read as it is', () => {
  const reader = create(codecs.json);
  reader.begin(0);
  reader.push(encoder.encode('{"note":"'));
  expect(reader.resume.state).toBe('');
  reader.push(new Uint8Array(1 << 20).fill(0x78));
  expect(reader.resume.state).toBe('plain:');
});

test('only envelopes that the log type names are taken off', () => {
  const reader = create(codecs.json, { wrappers: ['sqs'] });
  const { rows } = readAll(reader, encoder.encode(json(queued(json(event({ a: 1 }))))), 1000);
  expect(rows.map(({ raw }) => raw)).toEqual([json(event({ a: 1 }))]);
});

test('envelopes deeper than eight are records', () => {
  let text: unknown = { a: 1 };
  for (let depth = 0; depth < 10; depth++) text = event(text);
  const { rows } = readAll(create(codecs.json), encoder.encode(json(text)), 1000);
  expect(rows.map(({ raw }) => raw)).toEqual([json(event(event({ a: 1 })))]);
});
