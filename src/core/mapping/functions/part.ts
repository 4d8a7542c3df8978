import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const part: MappingFunction = {
  name: 'part',
  usage: 'part "sep" n',
  takes: 'a separator and a number: part "/" -1',
  doc: 'The n-th piece, counted from 0, or from the end when negative. Without such a piece absent; `part "/" -1` of a text without `/` is the whole text.',
  gives: 'text',
  examples: [
    { call: 'part "/" -1', from: 'arn:aws:iam::111122223333:user/ops/mina', to: 'mina' },
    { call: 'part "." 0', from: 's3.amazonaws.com', to: 's3' },
    { call: 'part ":" 9', from: 'a:b', to: null },
  ],
  prepare(args) {
    if (args.length !== 2 || args[0].text === '' || !/^-?\d+$/.test(args[1].text)) return undefined;
    const separator = args[0].text;
    const index = Number(args[1].text);
    return eachItem((item) => {
      const piece = item.text.split(separator).at(index);
      return piece ? textItem(piece) : undefined;
    });
  },
};
