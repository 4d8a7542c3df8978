import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const lower: MappingFunction = {
  name: 'lower',
  usage: 'lower',
  takes: 'no argument: lower',
  doc: 'Small letters, by Unicode and without regard to a locale.',
  gives: 'text',
  examples: [{ call: 'lower', from: 'ÄCCEPT', to: 'äccept' }],
  prepare: (args) => (args.length === 0 ? eachItem((item) => textItem(item.text.toLowerCase())) : undefined),
};
