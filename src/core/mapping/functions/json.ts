import { dataItem } from '../value/item.ts';
import { parseJson } from '../value/parse-json.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const json: MappingFunction = {
  name: 'json',
  usage: 'json',
  takes: 'no argument: json',
  doc: 'A text that holds JSON, so that paths go on in it. Other text stays text.',
  gives: 'object',
  examples: [
    { call: 'json', from: '{"a": 1.0}', to: '{"a":1.0}' },
    { call: 'json', from: 'plain', to: 'plain' },
  ],
  prepare(args) {
    if (args.length > 0) return undefined;
    return eachItem((item) => {
      const data = item.data ?? parseJson(item.text);
      return data === undefined ? item : dataItem(data);
    });
  },
};
