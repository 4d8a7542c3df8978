import { expect, test } from 'vitest';
import { settableCategories } from './settable-categories.ts';

test.each([
  ['a constant', 'set:\n  event.category: web\n', ['web']],
  ['several in one text', 'set:\n  event.category: "iam, host"\n', ['host', 'iam']],
  ['a list', 'set:\n  event.category: [malware, file]\n', ['file', 'malware']],
  ['values of a map', 'set:\n  event.category: { from: .a, map: { x: file, "*": web } }\n', ['file', 'web']],
  ['a step', 'steps:\n  - when: { .a: b }\n    set: { event.category: threat }\n', ['threat']],
  [
    'a table',
    'tables:\n  t: |\n    key   event.category  event.type\n    host  iam,file        info\n    *     -               change\n',
    ['file', 'iam'],
  ],
  ['a path', 'set:\n  event.category: .category\n', []],
  ['another field', 'set:\n  event.kind: file\n', []],
])('%s', (_, mapping, categories) => {
  expect(settableCategories(new Map([['mapping.yml', mapping]]))).toEqual(categories);
});

test('a table in a file of its own', () => {
  const table = '# note\nkey\tevent.category\tevent.type\nhost\tiam,file\tinfo\n*\t-\tchange\n';
  expect(settableCategories(new Map([['tables/t.tsv', table]]))).toEqual(['file', 'iam']);
});
