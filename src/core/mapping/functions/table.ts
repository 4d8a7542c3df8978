import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const table: MappingFunction = {
  name: 'table',
  usage: 'table name',
  takes: 'the name of a one-key table: table status',
  doc: 'The value that a one-key table has for it. No row is absent.',
  gives: 'text',
  examples: [
    { call: 'table example', from: '2', to: 'two' },
    { call: 'table example', from: '9', to: null },
  ],
  prepare(args, context) {
    const lookup = args.length === 1 ? context.table(args[0].text) : undefined;
    if (args.length !== 1) return undefined;
    return eachItem((item) => {
      const value = lookup?.(item.text);
      return value ? textItem(value) : undefined;
    });
  },
};
