import { compileRegex } from '../regex.ts';
import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const replace: MappingFunction = {
  name: 'replace',
  usage: 'replace "regex" "text"',
  takes: 'a regular expression and the text for each hit: replace "\\s+" " "',
  doc: 'Replaces all hits; `$1` is the first group. A text without a hit stays as it was, one that becomes empty is absent.',
  gives: 'text',
  examples: [
    { call: 'replace "\\s+" " "', from: 'a \t b', to: 'a b' },
    { call: 'replace "(\\w+)@.*" "$1"', from: 'mina@example.com', to: 'mina' },
    { call: 'replace "x" "y"', from: 'abc', to: 'abc' },
  ],
  prepare(args, context) {
    if (args.length !== 2) return undefined;
    const regex = compileRegex(args[0].text);
    if ('code' in regex) {
      context.problem(regex.code, regex.message);
      return { apply: () => [] };
    }
    return eachItem((item) => {
      const text = regex.replaceAll(item.text, args[1].text);
      return text === '' ? undefined : textItem(text);
    });
  },
};
