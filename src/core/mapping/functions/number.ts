import { type Decimal, formatDecimal, multiplyDecimals, parseDecimal } from '../value/decimal.ts';
import { numberItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const number: MappingFunction = {
  name: 'number',
  usage: 'number [hex|oct] [xN]',
  takes: 'perhaps hex or oct, and perhaps a factor: number hex, number x1000',
  doc: 'Reads a number (`0x1f4`, `1,024`, `3.5`), times N. What is none is absent and counts FIELD_INVALID.',
  gives: 'number',
  examples: [
    { call: 'number', from: '1,024', to: '1024' },
    { call: 'number', from: '0x1f4', to: '500' },
    { call: 'number hex', from: '1f4', to: '500' },
    { call: 'number x1000', from: '3.5', to: '3500' },
    { call: 'number', from: 'many', to: null },
  ],
  prepare(args) {
    const words = args.map((arg) => arg.text);
    const base = words[0] === 'hex' || words[0] === 'oct' ? words.shift() : undefined;
    const factor = words[0]?.startsWith('x') ? parseDecimal(words.shift()!.slice(1)) : one;
    if (words.length > 0 || factor === undefined) return undefined;
    return eachItem((item, run) => {
      const value = readNumber(item.text.trim(), base);
      if (value === undefined) {
        run.invalid = item.text;
        return undefined;
      }
      return numberItem(formatDecimal(multiplyDecimals(value, factor)));
    });
  },
};

const one: Decimal = { digits: 1n, scale: 0 };

function readNumber(text: string, base: string | undefined): Decimal | undefined {
  if (text.length > 400) return undefined;
  const hex = /^0x([0-9a-f]+)$/i.exec(text)?.[1];
  if (hex !== undefined) return { digits: BigInt(`0x${hex}`), scale: 0 };
  if (base === 'hex') return /^[0-9a-f]+$/i.test(text) ? { digits: BigInt(`0x${text}`), scale: 0 } : undefined;
  if (base === 'oct') return /^[0-7]+$/.test(text) ? { digits: BigInt(`0o${text}`), scale: 0 } : undefined;
  return parseDecimal(/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text);
}
