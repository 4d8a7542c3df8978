import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defang } from './defang.ts';
import { forHtml, forMail, forSlack, forSlackPlain } from './faces.ts';
import { acting, hostileText } from './hostile-text.fixture.ts';

describe('addresses, host names and URLs are no links', () => {
  test.each([
    ['203.0.113.50', '203.0.113[.]50'],
    ['203.0.113.50:443 → 198.51.100.7', '203.0.113[.]50:443 → 198.51.100[.]7'],
    ['2001:db8::1', '2001:db8:[:]1'],
    ['::ffff:203.0.113.50', '::ffff:203.0.113[.]50'],
    ['https://evil.example.com:8443/a?b=c', 'hxxps://evil[.]example[.]com:8443/a?b=c'],
    ['HTTP://EXAMPLE.COM', 'hxxp://EXAMPLE[.]COM'],
    ['ldap://x', 'ldap[:]//x'],
    ['www.example.co.jp.', 'www[.]example[.]co[.]jp[.]'],
    ['日本語.example.com', '日本語[.]example[.]com'],
    ['203.0.113.50から', '203.0.113[.]50から'],
    ['niall@example.com', 'niall@example[.]com'],
    ['bruno.whelan', 'bruno.whelan'],
    ['aws.cloudtrail', 'aws.cloudtrail'],
    ['1.2.3.4.5 and v2.17.1', '1.2.3.4.5 and v2.17.1'],
    ['2026-11-24 02:14:05.120', '2026-11-24 02:14:05.120'],
    ['arn:aws:iam::111122223333:role/x', 'arn:aws:iam::111122223333:role/x'],
  ])('%s → %s', (text, expected) => {
    expect(defang(text)).toBe(expected);
    expect(defang(expected)).toBe(expected);
  });
});

describe('what formats, mentions or links in Slack does not', () => {
  test.each([
    ['<!channel> & <@U024BE7LH>', '&lt;!channel&gt; &amp; &lt;＠U024BE7LH&gt;'],
    ['@here (@channel) niall@acme', '＠here (＠channel) niall@acme'],
    ['*b* _i_ ~s~ `c` snake_case __x', '∗b∗ ＿i＿ ∼s∼ ˋcˋ snake_case ＿＿x'],
    [':skull: at 02:14:05', '∶skull: at 02∶14:05'],
  ])('%s → %s', (text, expected) => {
    expect(forSlack(text)).toBe(expected);
  });
});

test('in HTML nothing is a tag, an entity or the end of an attribute', () => {
  expect(forHtml('"><img src=x onerror=alert(1)> &lt; \' `')).toBe(
    '&quot;&gt;&lt;img src=x onerror=alert(1)&gt; &amp;lt; &#39; &#96;',
  );
});

const room = fc.record({ most: fc.nat(60), cut: fc.constantFrom('middle' as const, 'end' as const) });

test('no face lets anything act, whatever the text', () => {
  fc.assert(
    fc.property(hostileText, room, (text, room) => {
      for (const face of [forMail, forHtml, forSlack, forSlackPlain]) {
        expect(acting(face(text))).toEqual([]);
        expect(acting(face(text, room))).toEqual([]);
        expect(face(text)).not.toMatch(/(?:https?|ftp):\/\/|evil\.example\.com|(?<!\d|\d\.)203\.0\.113\.50(?!\.?\d)/i);
      }
      expect(forMail(text, room).length).toBeLessThanOrEqual(room.most);
      expect(forSlackPlain(text, room).length).toBeLessThanOrEqual(room.most);
      expect(forHtml(text)).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      expect(forSlack(text)).not.toMatch(/[<>*~`]|&(?!(?:amp|lt|gt);)|(?<![A-Za-z0-9])[@_]/);
    }),
    { numRuns: 2000 },
  );
});
