import { bytesToText } from '../value/bytes-to-text.ts';
import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const base64: MappingFunction = {
  name: 'base64',
  usage: 'base64',
  takes: 'no argument: base64',
  doc: 'Decodes Base64 (RFC 4648, both alphabets, padding optional) to text: UTF-8, or Latin-1 with control bytes as `\\xNN`. Another alphabet is absent.',
  gives: 'text',
  examples: [
    { call: 'base64', from: 'R0VUIC8=', to: 'GET /' },
    { call: 'base64', from: 'not base64!', to: null },
  ],
  prepare(args) {
    if (args.length > 0) return undefined;
    return eachItem((item) => {
      const bytes = decode(item.text);
      return bytes === undefined || bytes.length === 0 ? undefined : textItem(bytesToText(bytes));
    });
  },
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((character, i) => [character, i]));
values.set('-', 62).set('_', 63);

function decode(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let buffer = 0;
  let at = 0;
  for (const digit of digits) {
    const value = values.get(digit);
    if (value === undefined) return undefined;
    buffer = ((buffer << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (buffer >> bits) & 0xff;
  }
  return bytes;
}
