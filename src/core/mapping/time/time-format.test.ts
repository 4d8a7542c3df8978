import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime } from '../../time/rfc3339.ts';
import type { TimeContext } from './moment.ts';
import { type TimeFormat, timeFormat } from './time-format.ts';

const objectTime = 1_798_848_000_000_000_000n; // 2027-01-02T00:00:00Z

function read(format: string, text: string, context: Partial<TimeContext> = {}): string | undefined {
  const known = timeFormat(format) as TimeFormat;
  const instant = known.read(text, { zone: 'UTC', objectTime, ...context });
  return instant === undefined ? undefined : formatTime(instant);
}

const cases: readonly (readonly [format: string, text: string, expected: string | undefined, zone?: string])[] = [
  ['iso', '2026-11-24T07:00:00Z', '2026-11-24T07:00:00Z'],
  ['iso', '2026-11-24 07:00:00,123456789123+0900', '2026-11-23T22:00:00.123456789Z'],
  ['iso', '2026-11-24T07:00-05:30', '2026-11-24T12:30:00Z'],
  ['iso', '2026-11-24', '2026-11-24T00:00:00Z'],
  ['iso', '20261124T070000Z', '2026-11-24T07:00:00Z'],
  ['iso', '2026-11-24T24:00:00Z', '2026-11-25T00:00:00Z'],
  ['iso', '2026-12-31T23:59:60Z', '2027-01-01T00:00:00Z'],
  ['iso', '2026-02-29T00:00:00Z', undefined],
  ['iso', '2026-11-24T25:00:00Z', undefined],
  ['iso', '2026-11-24T07:00:00', '2026-11-24T06:00:00Z', 'Europe/Berlin'],
  ['iso', '2026-07-24T07:00:00', '2026-07-24T05:00:00Z', 'Europe/Berlin'],
  ['iso', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z', 'Europe/Berlin'],
  ['iso', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z', 'Europe/Berlin'],
  ['iso', '2026-11-24T07:00:00', '2026-11-24T01:15:00Z', '+05:45'],
  ['iso', '2026-11-24T07:00:00', undefined, 'Nowhere/Land'],
  ['epoch_s', '1700000000.25', '2023-11-14T22:13:20.25Z'],
  ['epoch_s', '-1.5', '1969-12-31T23:59:58.5Z'],
  ['epoch_us', '1700000000000001', '2023-11-14T22:13:20.000001Z'],
  ['epoch', '1700000000', '2023-11-14T22:13:20Z'],
  ['epoch', '1700000000000', '2023-11-14T22:13:20Z'],
  ['epoch', '1700000000000000000', '2023-11-14T22:13:20Z'],
  ['epoch_s', '1e999', undefined],
  ['iso', '9999-12-31T00:00:00Z', undefined],
  ['clf', '24/Nov/2026:07:00:00 -0100', '2026-11-24T08:00:00Z'],
  ['rfc2822', 'Tue, 24 Nov 2026 07:00:00 GMT', '2026-11-24T07:00:00Z'],
  ['syslog', 'Dec 31 23:59:59', '2026-12-31T23:59:59Z'],
  ['syslog', 'Jan  2 12:00:00', '2027-01-02T12:00:00Z'],
  ['syslog', 'Jan  4 12:00:00', '2026-01-04T12:00:00Z'],
  ['syslog', '2026-11-24T07:00:00.5+01:00', '2026-11-24T06:00:00.5Z'],
  ['%Y/%m/%d %H:%M:%S', '2026/11/24 07:00:00', '2026-11-24T07:00:00Z'],
  ['%d.%m.%y %I:%M %p', '24.11.26 12:05 AM', '2026-11-24T00:05:00Z'],
  ['%Y-%j', '2024-366', '2024-12-31T00:00:00Z'],
  ['%Y-%j', '2026-366', undefined],
  ['%a %b %e %H:%M:%S %Z %Y', 'Tue Nov 24 07:00:00 EST 2026', '2026-11-24T12:00:00Z'],
  ['%H:%M:%S.%f%%', '07:00:00.5%', '2027-01-01T07:00:00.5Z'],
];

for (const [format, text, expected, zone = 'UTC'] of cases) {
  test(`${format} reads ${text}`, () => {
    expect(read(format, text, { zone })).toBe(expected);
  });
}

test('a time without a year needs the time of its object', () => {
  expect(read('syslog', 'Dec 31 23:59:59', { objectTime: undefined })).toBeUndefined();
});

test('iso reads back what RFC 3339 writes', () => {
  const ns = fc.bigInt({ min: 946_684_800_000_000_000n, max: 4_102_444_800_000_000_000n });
  fc.assert(
    fc.property(ns, (instant) => {
      expect(read('iso', formatTime(instant))).toBe(formatTime(instant));
    }),
  );
});

test('no format throws', () => {
  const formats = fc.constantFrom('iso', 'epoch', 'epoch_ns', 'clf', 'syslog', 'rfc2822', '%b %e %Y %Z', '%f%z');
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-:./+ TZNovDec') }));
  fc.assert(
    fc.property(formats, text, (format, value) => {
      read(format, value);
    }),
  );
});
