import { textItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const trim: MappingFunction = {
  name: 'trim',
  usage: 'trim "chars"',
  takes: 'the characters to strip, or none for white space: trim " ."',
  doc: 'Strips these characters from both ends, white space without an argument. What is empty then is absent.',
  gives: 'text',
  examples: [
    { call: 'trim', from: '  a b ', to: 'a b' },
    { call: 'trim " ."', from: 'The end. ', to: 'The end' },
    { call: 'trim "-"', from: '--', to: null },
  ],
  prepare(args) {
    if (args.length > 1) return undefined;
    const strip = args.length === 0 ? (text: string) => text.trim() : stripper(new Set(args[0].text));
    return eachItem((item) => {
      const text = strip(item.text);
      return text === '' ? undefined : textItem(text);
    });
  },
};

function stripper(characters: ReadonlySet<string>): (text: string) => string {
  return (text) => {
    let start = 0;
    let end = text.length;
    while (start < end && characters.has(text[start])) start++;
    while (end > start && characters.has(text[end - 1])) end--;
    return text.slice(start, end);
  };
}
