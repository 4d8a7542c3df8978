import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const unescapeText: MappingFunction = {
  name: 'unescape',
  usage: 'unescape kind',
  takes: 'c, octal, sql or html: unescape c',
  doc: "Undoes the escapes of C (`\\x16`, `\\n`), of syslog and the audit trail (`#040`, `\\040`), of SQL text (`\\'`, `''`) or of HTML (`&lt;`, `&#39;`). What is no escape stays.",
  gives: 'text',
  examples: [
    { call: 'unescape c', from: '\\x41\\tb', to: 'A\tb' },
    { call: 'unescape c', from: '\\xE3\\x81\\x82 \\xE3', to: 'あ ã' },
    { call: 'unescape octal', from: 'a#040b\\040c', to: 'a b c' },
    { call: 'unescape sql', from: "it''s \\'x\\'", to: "it's 'x'" },
    { call: 'unescape html', from: '&lt;b&gt; &amp;amp; &#39;&#x41;&bogus;', to: "<b> &amp; 'A&bogus;" },
  ],
  prepare(args) {
    const undo = args.length === 1 && Object.hasOwn(kinds, args[0].text) ? kinds[args[0].text] : undefined;
    return undo && eachItem((item) => textItem(undo(item.text)));
  },
};

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  0: '\0',
  Z: '\u001a',
};
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

const kinds: Readonly<Record<string, (text: string) => string>> = {
  c: (text) =>
    text.replace(
      /((?:\\x[0-9a-fA-F]{2})+)|\\(?:u([0-9a-fA-F]{4})|([nrtbfva])|([\\"'/]))/g,
      (_, run, u, letter, plain) =>
        run ? bytesText(run, 16) : letter ? letters[letter] : (plain ?? String.fromCharCode(Number.parseInt(u, 16))),
    ),
  octal: (text) => text.replace(/(?:[#\\][0-3][0-7]{2})+/g, (run) => bytesText(run, 8)),
  sql: (text) =>
    text.replace(/''|\\(?:([nrtb0Z])|(.))/gs, (whole, letter, plain) =>
      whole === "''" ? "'" : (plain ?? letters[letter]),
    ),
  html: (text) =>
    text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, (whole, decimal, hex, name) =>
      name ? (entities[name] ?? whole) : entity(whole, decimal ?? hex, decimal ? 10 : 16),
    ),
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A run of escaped bytes: they are UTF-8 where that is what they spell, else Latin-1. */
function bytesText(run: string, base: number): string {
  const digits = base === 16 ? /[0-9a-fA-F]{2}/g : /[0-3][0-7]{2}/g;
  const bytes = Uint8Array.from(run.match(digits) ?? [], (byte) => Number.parseInt(byte, base));
  try {
    return decoder.decode(bytes);
  } catch {
    return String.fromCharCode(...bytes);
  }
}

function entity(whole: string, digits: string, base: number): string {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
