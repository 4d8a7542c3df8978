import { eachItem, type MappingFunction } from './mapping-function.ts';

export const omit: MappingFunction = {
  name: 'omit',
  usage: 'omit v …',
  takes: 'the values that mean nothing: omit 0 "n/a"',
  doc: 'Absent when it equals one of these; letter case is ignored.',
  gives: 'same',
  examples: [
    { call: 'omit 0 "n/a"', from: 'N/A', to: null },
    { call: 'omit 0', from: '443', to: '443' },
  ],
  prepare(args) {
    if (args.length === 0) return undefined;
    const values = new Set(args.map((arg) => arg.text.toLowerCase()));
    return eachItem((item) => (values.has(item.text.toLowerCase()) ? undefined : item));
  },
};
