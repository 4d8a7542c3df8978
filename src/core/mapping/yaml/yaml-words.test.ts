import { expect, test } from 'vitest';
import { formatProblem } from '../../error/error.ts';
import { createFindings } from '../findings.ts';
import { readYaml } from './read-yaml.ts';

const quotes = 'YAML_SYNTAX A text in quotes does not end. Write';
const open = 'before this is not closed. Write';
const behind = 'behind its last value, or indent what belongs to it.';

test.each<[string, string, string[]]>([
  [
    'an alias without a name',
    'a: *',
    ['1:4 YAML_SYNTAX A value that begins with * or & is an alias or anchor in YAML. Put it in quotes.'],
  ],
  [
    'an escape',
    'a: "x\\d"',
    ['1:6 YAML_SYNTAX This escape is none in double quotes. Use single quotes, or write the backslash twice.'],
  ],
  ['a backtick', 'a: `x`', ['1:4 YAML_SYNTAX A value cannot begin with this character. Put it in quotes.']],
  ['a percent sign', 'b: 1\na: %x', ['2:4 YAML_SYNTAX A value cannot begin with this character. Put it in quotes.']],
  [
    'an at sign',
    'a: @b.c d',
    ['1:4 YAML_RESERVED A name cannot start with "@" in YAML. Write "@b.c" in double quotes.'],
  ],
  ['two colons', 'a: b: c', ['1:4 YAML_SYNTAX A second ": " stands in the value. Put the value in quotes.']],
  [
    'a block in braces',
    'a: {\n  b:\n    - c\n}',
    ['3:5 YAML_SYNTAX Within { … } or [ … ] everything has to be in braces and brackets as well.'],
  ],
  [
    'a long key',
    `b: 1\n${'k'.repeat(1025)}: 1`,
    ['2:1 YAML_SYNTAX A key has at most 1024 characters. Is there a colon too many, or a quote too few?'],
  ],
  [
    'a line without a colon',
    'a: 1\nb c\nd e: 2',
    ['2:1 YAML_SYNTAX This line is no "key: value". Write the colon and a blank behind the key, or indent the line.'],
  ],
  [
    'a key of two lines',
    'a: 1\n"b\nc": 2',
    ['2:1 YAML_SYNTAX This line is no "key: value". Write the colon and a blank behind the key, or indent the line.'],
  ],
  ['a tab', 'a:\n\tb: 1', ['2:1 YAML_SYNTAX A tab cannot indent YAML. Use two spaces.']],
  ['a double quote', 'a: "x', [`1:6 ${quotes} " behind it.`]],
  ['a single quote', "a: 'x", [`1:6 ${quotes} ' behind it.`]],
  ['a brace', 'a: {\n  b: 1\nc: 2', [`3:1 YAML_SYNTAX A { ${open} } ${behind}`]],
  ['a bracket', 'a: [1, 2', [`1:9 YAML_SYNTAX A [ ${open} ] ${behind}`]],
  [
    'a column',
    'a:\n  b: 1\n c: 2',
    ['3:1 YAML_SYNTAX This line is indented otherwise than those it belongs to. Begin them in one column.'],
  ],
  ['what has no words of ours', 'a: &b &c d', ['1:7 YAML_SYNTAX A node can have at most one anchor.']],
  [
    'two mistakes',
    "a: `x\nb: 1\nc: 'y",
    ['1:4 YAML_SYNTAX A value cannot begin with this character. Put it in quotes.', `3:6 ${quotes} ' behind it.`],
  ],
])('%s', (_, text, told) => {
  const findings = createFindings();
  expect(readYaml({ file: 'm.yml', text }, findings)).toBeUndefined();
  expect(findings.problems().map(formatProblem)).toEqual(told.map((problem) => `m.yml:${problem}`));
});
