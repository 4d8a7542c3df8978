import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileAnswer, sampleAnswer } from '../../answer/testing/sample-answer.ts';
import { escapeHtml } from '../../core/harmless/faces.ts';
import { acting } from '../../core/harmless/hostile-text.fixture.ts';
import type { StoryMessage } from '../destination.ts';
import { exampleMessage } from '../testing/messages.ts';
import type { MailContent } from './plain-mail.ts';
import { type MailContext, renderMail } from './render-mail.ts';

const context = (language: 'en' | 'ja'): MailContext => ({
  key: 'k',
  voice: { language, zone: 'Asia/Tokyo' },
  destination: 'on-call',
  level: 'medium',
});

function rendered(changed: Partial<StoryMessage> = {}, language: 'en' | 'ja' = 'en'): Required<MailContent> {
  const mail = renderMail(exampleMessage({ answer: sampleAnswer, ...changed }), context(language));
  if (mail?.html === undefined) throw new Error('nothing was rendered');
  return { ...mail, html: mail.html };
}

describe('a story', () => {
  test.each([
    [
      'en',
      '[Kushi][Critical] Stolen credentials used from outside AWS — app-web-role/i-0123456789abcdef0 (111122223333) A-1042',
    ],
    [
      'ja',
      '[Kushi][重大] 窃取された認証情報のAWS外部からの使用 — app-web-role/i-0123456789abcdef0 (111122223333) A-1042',
    ],
  ] as const)('has a subject in %s, and answers it when it goes on', (language, subject) => {
    expect(rendered({}, language).subject).toBe(subject);
    expect(rendered({ kind: 'again' }, language).subject).toBe(`Re: ${subject}`);
  });

  test('the text is complete by itself', () => {
    const { text } = rendered();
    for (const part of [
      'Did they do more? YES.\n37 other actions since 11:14',
      'aws.cloudtrail of 111122223333 was stopped by deploy-admin with StopLogging at 2026-11-24 11:31:00 JST',
      'From              203.0.113[.]50 NL AS64500 Example Hosting ✦',
      'aws iam update-access-key --user-name backup-svc --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive',
      'Whatever uses the key is refused at once.',
      'Take it: https://kushi.example.com/alerts/A-1042?focus=take',
      'You get this mail because the destination on-call is sent alerts of level Medium and above.',
    ])
      expect(text).toContain(part);
  });

  test('the HTML says the same, fetches nothing and runs nothing', () => {
    const { html, text } = rendered();
    expect(html).not.toMatch(/<(?:script|img|link|iframe|object|form|input|svg)|\bon\w+=|url\(|@import|src=/i);
    const shown = html
      .replace(/<style>.*?<\/style>/gs, '')
      .replace(/<[^>]+>/g, '\n')
      .replace(/&#39;/g, "'")
      .replace(/&quot;/g, '"');
    const words = (part: string) => new Set(part.match(/[\p{L}\p{N}✦×▲]+/gu));
    const missing = [...words(text)].filter((word) => !words(shown).has(word));
    // A page is named there by its words, and its address is in the link.
    expect(missing.filter((word) => !html.includes(word))).toEqual([]);
    expect(html).toContain('href="https://kushi.example.com/alerts/A-1042?focus=take"');
    for (const { shell } of sampleAnswer.next.commands) expect(html).toContain(`>${escapeHtml(shell)}</pre>`);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });

  test('that goes on begins with what came', () => {
    const { text } = rendered({
      kind: 'again',
      added: { matches: 1, alerts: [{ ...exampleMessage().alert, matches: 1 }] },
    });
    expect(text).toContain('It goes on: +1 event, 37 events in all.');
    expect(rendered().text).not.toContain('Since the last mail');
  });

  test('without a server has no links', () => {
    expect(rendered({ links: null }).html).not.toContain('<a ');
  });
});

test('no answer and a test are left to the plain form', () => {
  expect(renderMail(exampleMessage({ answer: null }), context('en'))).toBeNull();
  expect(renderMail({ kind: 'test' }, context('en'))).toBeNull();
});

test('whatever the log says: one line of subject, no tag but ours, nothing that acts', () => {
  const tags = (html: string) => (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/ .*/s, '>'));
  const allowed = new Set(rendered().html.match(/<\/?[a-z!]+/g));
  fc.assert(
    fc.property(hostileAnswer, fc.constantFrom('en' as const, 'ja' as const), (answer, language) => {
      const { subject, text, html } = rendered({ answer }, language);
      expect(subject.length).toBeLessThanOrEqual(244);
      expect(acting(subject)).toEqual([]);
      expect(acting(text.replaceAll('\n', ''))).toEqual([]);
      expect(acting(html.replaceAll('\n', ''))).toEqual([]);
      for (const tag of tags(html)) expect([...allowed, '<!doctype'].some((one) => tag.startsWith(one))).toBe(true);
      expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/i);
      expect(text.replaceAll('https://kushi.example.com', '')).not.toMatch(/(?:https?|ftp):\/\/|evil\.example\.com/i);
    }),
    { numRuns: 100 },
  );
});
