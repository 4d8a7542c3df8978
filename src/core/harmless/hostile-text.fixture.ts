import fc from 'fast-check';

/** Parts that do harm somewhere: in a terminal, a page, Slack, a mail, a shell. */
const hostileParts = [
  '\u001b[2J',
  '\u009b31m',
  '\u001b]8;;https://evil.example.com\u0007',
  '\r',
  '\n',
  '\r\n',
  '\0',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u00ad',
  '\u{e0041}',
  '\ufe0f',
  '\ud800',
  '\udc00',
  '\u0301'.repeat(20),
  '\u2028',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&lt;',
  '&#60;',
  '<!channel>',
  '<!here|here>',
  '<@U024BE7LH>',
  '<https://evil.example.com|click>',
  '@here',
  '@channel',
  '@everyone',
  '`',
  '```',
  '*bold*',
  '_it_',
  '~gone~',
  ':skull:',
  '203.0.113.50',
  '2001:db8::1',
  'https://evil.example.com/a?b=c',
  'ftp://x.example.com',
  'www.example.co.jp',
  'niall@example.com',
  'arn:aws:iam::111122223333:user/x',
  '$(reboot)',
  "'; reboot; '",
  '⟦',
  '⟧',
  '⟦ESC',
  '…',
  '😀',
  '日本語',
  '%s{name}',
  '{0}',
] as const;

/** Text as an intruder would log it: harmful parts, ordinary words and any code units, in any order. */
export const hostileText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...hostileParts) },
      { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** Codes of ranges that steer or hide, told apart from the pattern that the code under test uses. */
const ranges: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe0fff],
];

/** Characters of a shown text that could still act or hide, by code. */
export function acting(text: string): readonly string[] {
  return [...text]
    .map((character) => character.codePointAt(0) ?? 0)
    .filter((code) => ranges.some(([first, last]) => code >= first && code <= last))
    .map((code) => code.toString(16));
}
