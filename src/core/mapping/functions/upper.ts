import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const upper: MappingFunction = {
  name: 'upper',
  usage: 'upper',
  takes: 'no argument: upper',
  doc: 'Capital letters, by Unicode and without regard to a locale.',
  gives: 'text',
  examples: [{ call: 'upper', from: 'get', to: 'GET' }],
  prepare: (args) => (args.length === 0 ? eachItem((item) => textItem(item.text.toUpperCase())) : undefined),
};
