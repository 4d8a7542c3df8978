import { parseDecimal, truncateDecimal } from '../value/decimal.ts';
import { textItem } from '../value/item.ts';
import { eachToMany, type MappingFunction } from './mapping-function.ts';

export const flags: MappingFunction = {
  name: 'flags',
  usage: 'flags name',
  takes: 'the name of a table of bits: flags tcp_flags',
  doc: 'A bit mask, decimal or hex, as the names of its set bits by a one-key table of bit values; lists of values apart by commas or blanks too. A bit without a name is its number.',
  gives: 'list',
  examples: [
    { call: 'flags example', from: '3', to: ['one', 'two'] },
    { call: 'flags example', from: '0x12', to: ['two', '16'] },
    { call: 'flags example', from: '1, 8', to: ['one', '8'] },
  ],
  prepare(args, context) {
    if (args.length !== 1) return undefined;
    const lookup = context.table(args[0].text);
    return eachToMany((item) => {
      const words = item.text.split(/[\s,]+/).filter((word) => word !== '');
      const values = words.length === 1 ? bitsOf(words[0]) : words;
      return values.map((value) => textItem(lookup?.(value) ?? lookup?.(hexOf(value)) ?? value));
    });
  },
};

/** The set bits of a mask as decimal numbers; a text that is no mask is a value of its own. */
function bitsOf(text: string): string[] {
  const mask = maskOf(text);
  if (mask === undefined || mask < 0n || mask >= 1n << 64n) return [text];
  const bits: string[] = [];
  for (let bit = 1n; bit <= mask; bit <<= 1n) if ((mask & bit) !== 0n) bits.push(String(bit));
  return bits;
}

function maskOf(text: string): bigint | undefined {
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return BigInt(text.toLowerCase());
  const decimal = parseDecimal(text);
  return decimal && decimal.scale === 0 ? truncateDecimal(decimal) : undefined;
}

function hexOf(value: string): string {
  return /^\d{1,20}$/.test(value) ? `0x${BigInt(value).toString(16)}` : value;
}
