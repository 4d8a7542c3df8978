import { ValueKind } from '../../batch/dictionary.ts';
import { type Data, isList } from '../value/data.ts';
import { dataItem } from '../value/item.ts';
import { splitQuoted, unquote } from '../value/split-quoted.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const kv: MappingFunction = {
  name: 'kv',
  usage: 'kv "pair" "="',
  takes: 'what stands between pairs and what between key and value: kv ", " ": "',
  doc: 'Pairs as an object; separators inside double quotes are text. A repeated key has many values, a piece without a separator is left out.',
  gives: 'object',
  examples: [
    { call: 'kv "," "="', from: 'SHA256=ab,MD5=cd', to: '{"SHA256":"ab","MD5":"cd"}' },
    { call: 'kv " " "="', from: 'a="x y" a=z', to: '{"a":["x y","z"]}' },
  ],
  prepare(args) {
    if (args.length !== 2 || args.some((arg) => arg.text === '')) return undefined;
    return eachItem((item) => dataItem(pairsOf(item.text, args[0].text, args[1].text)));
  },
};

function pairsOf(text: string, between: string, separator: string): ReadonlyMap<string, Data> {
  const pairs = new Map<string, Data>();
  for (const piece of splitQuoted(text, between)) {
    const at = piece.indexOf(separator);
    if (at < 0) continue;
    const key = piece.slice(0, at).trim();
    const value: Data = { text: unquote(piece.slice(at + separator.length).trim()), kind: ValueKind.text };
    const earlier = pairs.get(key);
    if (earlier !== undefined && isList(earlier)) (earlier as Data[]).push(value);
    else pairs.set(key, earlier === undefined ? value : [earlier, value]);
  }
  return pairs;
}
