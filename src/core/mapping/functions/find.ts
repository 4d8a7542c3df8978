import { compileRegex } from '../regex.ts';
import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const find: MappingFunction = {
  name: 'find',
  usage: 'find "regex"',
  takes: 'a regular expression: find "Root=([^;]+)"',
  doc: 'The first group of the first hit, or the whole hit of an expression without groups. No hit, or an empty one, is absent.',
  gives: 'text',
  examples: [
    { call: 'find "Root=([^;]+)"', from: 'Self=1-a;Root=1-b', to: '1-b' },
    { call: 'find "i-[0-9a-f]+"', from: 'log/i-0abc/x', to: 'i-0abc' },
    { call: 'find "x"', from: 'abc', to: null },
  ],
  prepare(args, context) {
    if (args.length !== 1) return undefined;
    const regex = compileRegex(args[0].text);
    if ('code' in regex) {
      context.problem(regex.code, regex.message);
      return { apply: () => [] };
    }
    return eachItem((item) => {
      const hit = regex.search(item.text);
      const found = hit && (hit.length > 1 ? hit[1] : hit[0]);
      return found ? textItem(found) : undefined;
    });
  },
};
