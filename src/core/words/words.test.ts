import { describe, expect, test } from 'vitest';
import { parseTime } from '../time/rfc3339.ts';
import { en } from './en.ts';
import { formatCount } from './format-count.ts';
import { formatClock, formatDate, formatMoment, zoneName } from './format-time.ts';
import { ja } from './ja.ts';
import { list, type MessageKey, message, say, sayMessage, sayShort, type Voice } from './say.ts';
import { slotPattern } from './slots.ts';

const keys = Object.keys(en) as MessageKey[];

/** Names of the slots, each as often as it stands there. */
function slotsOf(text: string): string[] {
  return [...text.matchAll(slotPattern)].map(([, name]) => name).sort();
}

function withoutSlots(text: string): string {
  return text.replace(slotPattern, '');
}

function numbersOf(text: string): string[] {
  return (withoutSlots(text).match(/\d+/g) ?? []).sort();
}

/** `Nothing`, `never`, `could not`, `unknown`; what only looks so is left out. */
const negative = {
  en: /\b(?:no|not|cannot|too many|too young|none|nothing|nobody|never|without|unknown|unrecorded|unreachable|off|silent|refused?|denied|failed)\b|n't\b/i,
  ja: /ません|ない|なし|なく|未|不可|不明|できず|ログ途絶|拒否|失敗|初出|何も|断定でき|いいえ|違う/,
};

/** Keys that deny something in one language and say the same by an affirmative word in the other, and why. */
const saysItOtherwise: ReadonlySet<string> = new Set<MessageKey>([
  // 未対応 is what nobody has answered yet.
  'status.open',
]);

describe('both languages say the same', () => {
  test('with the same keys, each with words', () => {
    expect(Object.keys(ja).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(ja[key].trim()).not.toBe('');
  });

  test.each(keys)('%s: slots, numbers, negation', (key) => {
    expect(slotsOf(ja[key])).toEqual(slotsOf(en[key]));
    expect([...new Set(numbersOf(ja[key]))]).toEqual([...new Set(numbersOf(en[key]))]);
    if (!saysItOtherwise.has(key))
      expect([key, negative.ja.test(withoutSlots(ja[key]).replaceAll('漏れなし', ''))]).toEqual([
        key,
        negative.en.test(withoutSlots(en[key])),
      ]);
  });

  test.each(keys)('%s is plain text without what a face would have to escape', (key) => {
    for (const text of [en[key], ja[key]]) {
      expect(withoutSlots(text)).not.toMatch(/[&<>{}*_~`|]/);
      expect(text).not.toMatch(/[０-９Ａ-Ｚａ-ｚ]/u);
    }
  });

  test('a Japanese message of words is in Japanese', () => {
    const same = keys.filter((key) => ja[key] === en[key] && /[a-z]{3}/.test(withoutSlots(en[key])));
    expect(same).toEqual(['mail.subject', 'mail.subject.nowhere'].filter((key) => same.includes(key as MessageKey)));
  });

  test('each gap has a sentence and a short form with slots of it', () => {
    for (const key of keys.filter((one) => one.startsWith('gap.') && !one.endsWith('.short'))) {
      const short = `${key}.short` as MessageKey;
      expect(keys).toContain(short);
      expect(slotsOf(en[key])).toEqual(expect.arrayContaining(slotsOf(en[short])));
    }
    for (const key of keys.filter((one) => one.startsWith('command.') && !one.endsWith('.breaks')))
      expect(keys).toContain(`${key}.breaks`);
  });
});

const time = parseTime('2026-11-23T17:14:05Z') ?? 0n;
const english: Voice = { language: 'en', zone: 'UTC', show: (text) => `[${text}]`, near: null };
const japanese: Voice = { language: 'ja', zone: 'Asia/Tokyo', show: (text) => text, near: time };

describe('saying a message', () => {
  test('texts are made harmless, counts have their noun, times their zone', () => {
    const gap = message('gap.source-silent', { dataset: 'aws.waf', account: 'x', since: time, missing: 1 });
    expect(sayMessage(english, gap)).toBe(
      '[aws.waf] of [x] is silent since 2026-11-23 17:14:05 UTC: about 1 event fewer than its week before would give.',
    );
    expect(sayShort(japanese, gap)).toBe('xのaws.waf（02:14からログ途絶）');
    expect(sayShort(english, message('level.high', {}))).toBe('High');
  });

  test('what is safe already is not shown twice, and a slot in a text stays text', () => {
    const gaps = list(english, ['<one>', 'two']);
    expect(say(english, 'answer.unsure', { gaps })).toBe(
      'Nothing else was seen, but not everything could be: <one>, two.',
    );
    expect(say(english, 'kind.name', {})).toBe('name');
    expect(sayMessage(english, { key: 'gap.of-tomorrow' as MessageKey, slots: {} })).toBe('');
    expect(say(english, 'who.mfa', { who: '{who} {zone}' })).toBe('[{who} {zone}], with MFA');
  });
});

test.each([
  [0, '0', '0'],
  [9_999, '9,999', '9,999'],
  [12_804, '12.8 k', '1.28万'],
  [999_960, '1 M', '100万'],
  [1_280_000, '1.28 M', '128万'],
  [120_000_000, '120 M', '1.2億'],
  [Number.NaN, '?', '?'],
])('%d is %s and %s', (count, english, japanese) => {
  expect([formatCount(count, 'en'), formatCount(count, 'ja')]).toEqual([english, japanese]);
});

describe('times', () => {
  test.each([
    ['UTC', '2026-11-23 17:14:05 UTC'],
    ['Asia/Tokyo', '2026-11-24 02:14:05 JST'],
    ['Europe/Berlin', '2026-11-23 18:14:05 CET'],
    ['America/New_York', '2026-11-23 12:14:05 EST'],
    ['Asia/Kolkata', '2026-11-23 22:44:05 IST'],
    ['Asia/Tashkent', '2026-11-23 22:14:05 GMT+5'],
    ['Nowhere/Land', '2026-11-23 17:14:05 UTC'],
  ])('in %s', (zone, expected) => {
    expect(formatMoment(time, zone)).toBe(expected);
  });

  test('the clock alone on the day of the alert, the day with it on others', () => {
    expect(formatClock(time, 'Asia/Tokyo', time + 60_000_000_000n)).toBe('02:14');
    expect(formatClock(time, 'UTC', time + 86_400_000_000_000n)).toBe('11-23 17:14');
    expect(formatDate(time, 'Asia/Tokyo')).toBe('2026-11-24');
    expect(zoneName(-(10n ** 30n), 'UTC')).toBe('UTC');
  });
});
