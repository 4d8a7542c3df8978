import { textItem } from '../value/item.ts';
import type { MappingFunction } from './mapping-function.ts';

export const join: MappingFunction = {
  name: 'join',
  usage: 'join "sep"',
  takes: 'a separator: join ", "',
  doc: 'All values of a list as one text. No value is absent.',
  gives: 'text',
  examples: [
    { call: 'join ", "', from: ['a', 'b'], to: 'a, b' },
    { call: 'join ", "', from: [], to: null },
  ],
  prepare(args) {
    if (args.length !== 1) return undefined;
    return {
      apply: (items) => (items.length === 0 ? [] : [textItem(items.map((item) => item.text).join(args[0].text))]),
    };
  },
};
