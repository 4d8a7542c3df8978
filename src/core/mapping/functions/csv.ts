import { textItem } from '../value/item.ts';
import { splitQuoted, unquote } from '../value/split-quoted.ts';
import { eachToMany, type MappingFunction } from './mapping-function.ts';

export const csv: MappingFunction = {
  name: 'csv',
  usage: 'csv ["sep"]',
  takes: 'a separator, or none for a comma: csv ";"',
  doc: 'A list whose items may stand in double quotes, `""` inside them being one. Empty items are left out.',
  gives: 'list',
  examples: [
    { call: 'csv', from: 'a,"b, c","say ""hi"""', to: ['a', 'b, c', 'say "hi"'] },
    { call: 'csv ";"', from: 'a;;b', to: ['a', 'b'] },
  ],
  prepare(args) {
    if (args.length > 1 || args[0]?.text === '') return undefined;
    const separator = args[0]?.text ?? ',';
    return eachToMany((item) => {
      const items = splitQuoted(item.text, separator).map((piece) => unquote(piece.trim()));
      return items.filter((text) => text !== '').map(textItem);
    });
  },
};
