import { textItem } from '../value/item.ts';
import { eachToMany, type MappingFunction } from './mapping-function.ts';

export const parts: MappingFunction = {
  name: 'parts',
  usage: 'parts "sep"',
  takes: 'a separator: parts ","',
  doc: 'All pieces, trimmed, empty ones left out.',
  gives: 'list',
  examples: [
    { call: 'parts ","', from: '203.0.113.5, 198.51.100.7', to: ['203.0.113.5', '198.51.100.7'] },
    { call: 'parts ","', from: ', ,', to: null },
  ],
  prepare(args) {
    if (args.length !== 1 || args[0].text === '') return undefined;
    return eachToMany((item) => {
      const pieces = item.text.split(args[0].text).map((piece) => piece.trim());
      return pieces.filter((piece) => piece !== '').map(textItem);
    });
  },
};
