import { describe, expect, test } from 'vitest';
import { sampleAlert } from '../state/testing/sample-alert.ts';
import { chooseRange } from './choose-range.ts';
import { at } from './testing/sample-store.ts';

const alert = (id: string, first: bigint, last: bigint) => sampleAlert({ id, first, last });
const newest = alert('newest', at('2026-11-20T10:00:00Z'), at('2026-11-20T12:00:00Z'));
const older = alert('older', at('2026-11-10T10:00:00Z'), at('2026-11-10T12:00:00Z'));
const seen = [{ first: at('2026-11-01T00:00:00Z'), last: at('2026-11-22T08:00:00Z') }];

describe('chooseRange', () => {
  test('is a day around the newest alert', () => {
    expect(chooseRange({}, [newest, older], seen)).toEqual({
      from: at('2026-11-19T10:00:00Z'),
      to: at('2026-11-21T12:00:00Z'),
      because: 'alert',
      alert: newest,
    });
  });

  test('is a day around the alert asked for', () => {
    expect(chooseRange({ around: older }, [newest, older], seen)).toMatchObject({
      from: at('2026-11-09T10:00:00Z'),
      alert: older,
    });
  });

  test('is the last day of activity without alerts, its last event included', () => {
    expect(chooseRange({}, [], seen)).toEqual({
      from: at('2026-11-21T08:00:00Z'),
      to: at('2026-11-22T08:00:00Z') + 1n,
      because: 'activity',
    });
  });

  test('is what was asked for, the other end as usual', () => {
    const from = at('2026-11-18T00:00:00Z');
    expect(chooseRange({ from }, [newest], seen)).toEqual({ from, to: at('2026-11-21T12:00:00Z'), because: 'asked' });
  });

  test('that ends before it begins is refused', () => {
    expect(() => chooseRange({ from: at('10:00'), to: at('10:00') }, [newest], seen)).toThrow(/ends before/);
  });
});
