import { bytesToText } from '../value/bytes-to-text.ts';
import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const percent: MappingFunction = {
  name: 'percent',
  usage: 'percent',
  takes: 'no argument: percent',
  doc: 'Decodes `%41` once, and `+` behind a `?` as a blank. A `%` without two hex digits stays.',
  gives: 'text',
  examples: [
    { call: 'percent', from: '/a%20b?q=c+d%2B', to: '/a b?q=c d+' },
    { call: 'percent', from: '100%', to: '100%' },
    { call: 'percent', from: '%2541', to: '%41' },
  ],
  prepare: (args) => (args.length === 0 ? eachItem((item) => textItem(decode(item.text))) : undefined),
};

function decode(text: string): string {
  const query = text.indexOf('?');
  const spaced = query < 0 ? text : text.slice(0, query) + text.slice(query).replaceAll('+', ' ');
  return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const pairs = run.slice(1).split('%');
    return bytesToText(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
  });
}
