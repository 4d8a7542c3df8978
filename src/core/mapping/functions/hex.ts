import { bytesToText } from '../value/bytes-to-text.ts';
import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const hex: MappingFunction = {
  name: 'hex',
  usage: 'hex',
  takes: 'no argument: hex (a hexadecimal number is read by number hex)',
  doc: 'Decodes pairs of hex digits to text, as `base64` does. Another alphabet or an odd number of digits is absent.',
  gives: 'text',
  examples: [
    { call: 'hex', from: '2f62696e2f7368', to: '/bin/sh' },
    { call: 'hex', from: 'ff00', to: 'ÿ\\x00' },
    { call: 'hex', from: '2f6', to: null },
  ],
  prepare(args) {
    if (args.length > 0) return undefined;
    return eachItem((item) => {
      if (!/^(?:[0-9a-f]{2})+$/i.test(item.text)) return undefined;
      const bytes = Uint8Array.from(item.text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      return textItem(bytesToText(bytes));
    });
  },
};
