import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clfTime,
  dayOfWeek,
  dayPath,
  isoMicros,
  isoMillis,
  isoSeconds,
  minutePath,
  packedDay,
  packedMinute,
} from './stamp.ts';

const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('time stamps', () => {
  it('agree with Date', () => {
    fc.assert(
      fc.property(time, (at) => {
        const iso = new Date(at).toISOString();
        expect(isoMillis(at)).toBe(iso);
        expect(isoSeconds(at)).toBe(`${iso.slice(0, 19)}Z`);
        expect(isoMicros(at)).toBe(iso.replace('Z', '000Z'));
        expect(dayPath(at)).toBe(iso.slice(0, 10).replaceAll('-', '/'));
        expect(packedDay(at)).toBe(iso.slice(0, 10).replaceAll('-', ''));
        expect(packedMinute(at)).toBe(`${iso.slice(0, 16).replaceAll('-', '').replace(':', '')}Z`);
        expect(minutePath(at)).toBe(iso.slice(11, 16).replace(':', '/'));
        expect(dayOfWeek(at)).toBe(new Date(at).getUTCDay());
      }),
    );
  });

  it('writes the common log format', () => {
    expect(clfTime(Date.UTC(2026, 0, 31, 7, 5, 9))).toBe('31/Jan/2026:07:05:09 +0000');
  });

  it('keeps fractions of a millisecond', () => {
    expect(isoMicros(Date.UTC(2026, 0, 31) + 1.25)).toBe('2026-01-31T00:00:00.001250Z');
  });
});
