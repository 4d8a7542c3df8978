import { expect, test } from 'vitest';
import { foldEvents } from './fold-events.ts';
import { at } from './testing/sample-store.ts';
import type { TimelineEvent } from './timeline.ts';

const event = (time: string, sentence: string, other: Partial<TimelineEvent> = {}): TimelineEvent => ({
  time: at(time),
  dataset: 'aws.cloudtrail',
  id: '',
  object: '',
  offset: 0,
  station: 'key',
  principal: null,
  action: sentence.split(' ')[0],
  sentence,
  outcome: 'success',
  error: null,
  address: null,
  account: null,
  region: null,
  evidence: 'exact',
  alert: null,
  ...other,
});

test('events that differ only in their target fold until a pause, the rest stays apart', () => {
  const folds = foldEvents([
    event('10:00', 'GetObject → a'),
    event('10:01', 'ListBuckets'),
    event('10:02', 'GetObject → b'),
    event('10:03', 'GetObject → b'),
    event('10:04', 'GetObject → c', { outcome: 'failure' }),
    event('10:05', 'GetObject → d', { alert: 'a1' }),
    event('10:06', 'GetObject → e', { station: null }),
    event('10:07', 'GetObject → f', { principal: 'alice' }),
    event('10:14', 'GetObject → b'),
  ]);
  expect(folds.map(({ event: { sentence }, count, sentences, last }) => [sentence, count, sentences, last])).toEqual([
    ['GetObject → a', 3, 2, at('10:03')],
    ['ListBuckets', 1, 1, at('10:01')],
    ['GetObject → c', 1, 1, at('10:04')],
    ['GetObject → d', 1, 1, at('10:05')],
    ['GetObject → e', 1, 1, at('10:06')],
    ['GetObject → f', 1, 1, at('10:07')],
    ['GetObject → b', 1, 1, at('10:14')],
  ]);
});

test.each([
  ['calls of a principal from two addresses stay apart', { principal: 'alice' }, [1, 1]],
  ['so do requests that only an address joins to the actor', { station: null }, [1, 1]],
  ['requests and flows of the actor itself fold', {}, [2]],
])('%s', (_, other, counts) => {
  const folds = foldEvents([
    event('10:00', 'GET /', { address: '192.0.2.1', ...other }),
    event('10:01', 'GET /', { address: '192.0.2.2', ...other }),
  ]);
  expect(folds.map(({ count }) => count)).toEqual(counts);
  expect(folds[0].addresses).toBe(counts[0]);
});
