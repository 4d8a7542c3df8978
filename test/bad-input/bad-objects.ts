import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { nginxLine } from '../command/nginx-lines.ts';

/** An object with something wrong in it, and what has to become of it. */
export interface BadObject {
  readonly what: string;
  /** Key below the logs folder. */
  readonly key: string;
  readonly bytes: () => Uint8Array;
  /** Rejects by code; or why the object is refused or skipped. */
  readonly outcome: { readonly events: number; readonly rejects: Readonly<Record<string, number>> } | RegExp;
}

const time = Date.UTC(2026, 4, 1);
const good = (index: number): string =>
  `${nginxLine({ time, address: `192.0.2.${index % 250}`, path: `/${index}` })}\n`;
const at = (year: number): string => `${nginxLine({ time: Date.UTC(year, 0, 1), address: '192.0.2.1', path: '/' })}\n`;
const text = (...parts: string[]) => Buffer.from(parts.join(''));
const bytes = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

/** Lines that pack badly, so that a cut falls behind many of them. */
function gzipped(lines: number): Buffer {
  let noise = 1;
  const agent = () => {
    noise = (noise * 48_271) % 2_147_483_647;
    return noise.toString(36).repeat(2);
  };
  const of = (index: number) => nginxLine({ time, address: '192.0.2.9', path: `/${index}`, agent: agent() });
  return gzipSync(Array.from({ length: lines }, (_, index) => `${of(index)}\n`).join(''));
}

const cut = gzipped(1000).subarray(0, 8000);
const readable = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).toString().split('\n').length - 1;

/** Without an id of its own, so that its place is its id. */
const call = (index: number): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'Root', accountId: '111122223333' },
    eventTime: `2026-05-01T00:00:0${index}Z`,
    eventSource: 'sts.amazonaws.com',
    eventName: 'GetCallerIdentity',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.1',
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
  });
const trail = (name: string): string => `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/05/01/${name}.json`;

export const badObjects: readonly BadObject[] = [
  {
    what: 'a gzip that ends early',
    key: 'nginx-access-cut.log.gz',
    bytes: () => cut,
    outcome: { events: readable, rejects: { DECODE_FAILED: 1, NO_PATTERN: 1 } },
  },
  {
    what: 'a gzip whose checksum is wrong',
    key: 'nginx-access-checksum.log.gz',
    bytes: () => {
      const packed = gzipped(200);
      packed[packed.length - 6] ^= 0xff;
      return packed;
    },
    outcome: { events: 200, rejects: { DECODE_FAILED: 1 } },
  },
  {
    what: 'a name that says gzip and bytes that do not',
    key: 'nginx-access-plain.log.gz',
    bytes: () => text(good(1)),
    outcome: { events: 1, rejects: {} },
  },
  {
    what: 'a broken record in a JSON array',
    key: trail('broken'),
    bytes: () => text('{"Records":[', call(1), ',{"eventTime":"2026-05-01T00:00:00Z" "x":1},', call(2), ']}'),
    outcome: { events: 2, rejects: { JSON_SYNTAX: 1 } },
  },
  {
    what: 'an array that ends inside a record',
    key: trail('cut'),
    bytes: () => text('{"Records":[', call(1), ',', call(2), ',', call(3).slice(0, 90)),
    outcome: { events: 2, rejects: { RECORD_TRUNCATED: 1 } },
  },
  {
    what: 'records that are no objects',
    key: trail('scalars'),
    bytes: () => text('{"Records":[', call(1), ',17,"x",null,', call(2), ']}'),
    outcome: { events: 2, rejects: { JSON_NOT_OBJECT: 3 } },
  },
  {
    what: 'bytes in a JSON record that are not UTF-8: the event is kept, with the bytes as they came',
    key: trail('charset'),
    bytes: () =>
      bytes('{"Records":[', Buffer.from(call(1).replace('sts.', 'caf\u00e9.'), 'latin1'), ',', call(2), ']}'),
    outcome: { events: 2, rejects: {} },
  },
  {
    what: 'one bad line among good ones',
    key: 'nginx-access-line.log',
    bytes: () => text(good(1), 'what is this\n', good(2)),
    outcome: { events: 2, rejects: { NO_PATTERN: 1 } },
  },
  {
    what: 'NUL bytes as a line and in a line',
    key: 'nginx-access-nul.log',
    bytes: () => text(good(1), '\0'.repeat(500), '\n', good(2).replace('curl', 'cu\0rl'), good(3)),
    outcome: { events: 3, rejects: { NO_PATTERN: 1 } },
  },
  {
    what: 'a line in Latin-1: the event is kept, with the bytes as they came',
    key: 'nginx-access-latin1.log',
    bytes: () => bytes(good(1), Buffer.from(good(2).replace('curl', 'caf\u00e9'), 'latin1'), good(3)),
    outcome: { events: 3, rejects: {} },
  },
  {
    what: 'UTF-16 with a byte order mark',
    key: 'nginx-access-utf16.log',
    bytes: () => Buffer.from(`\ufeff${good(1)}${good(2)}`, 'utf16le'),
    outcome: { events: 2, rejects: {} },
  },
  {
    what: 'a line of 100 MB',
    key: 'nginx-access-long.log',
    bytes: () => bytes(good(1), Buffer.alloc(100 << 20, 'x'), '\n', good(2)),
    outcome: { events: 2, rejects: { RECORD_TOO_LARGE: 1 } },
  },
  {
    what: 'a gzip that unpacks to more than the limit',
    key: 'nginx-access-bomb.log.gz',
    bytes: () => gzipSync(bytes(good(1), good(2), Buffer.alloc(200 << 20, '\n'), good(3))),
    outcome: { events: 2, rejects: { DECODE_FAILED: 1 } },
  },
  {
    what: 'times in 1970 and 2100',
    key: 'nginx-access-times.log',
    bytes: () => text(good(1), at(1970), at(2100), good(2)),
    outcome: { events: 2, rejects: { TIME_OUT_OF_RANGE: 2 } },
  },
  { what: 'an empty object', key: 'nginx-access-empty.log', bytes: () => text(), outcome: /^EMPTY / },
  {
    what: 'a gzip of nothing',
    key: 'nginx-access-nothing.log.gz',
    bytes: () => gzipSync(''),
    outcome: /^EMPTY /,
  },
  {
    what: 'an object of no log type',
    key: 'notes.txt',
    bytes: () => text('buy milk\n'),
    outcome: /^LOGTYPE_UNKNOWN .* --type/,
  },
];
