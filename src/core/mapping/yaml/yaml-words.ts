import type { YAMLParseError } from 'yaml';

const noPair = 'This line is no "key: value". Write the colon and a blank behind the key, or indent the line.';

/** What the parser's codes mean for who wrote the file, and how to mend it. */
const words: Partial<Record<YAMLParseError['code'], string>> = {
  BAD_ALIAS: 'A value that begins with * or & is an alias or anchor in YAML. Put it in quotes.',
  BAD_DQ_ESCAPE: 'This escape is none in double quotes. Use single quotes, or write the backslash twice.',
  BAD_SCALAR_START: 'A value cannot begin with this character. Put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A second ": " stands in the value. Put the value in quotes.',
  BLOCK_IN_FLOW: 'Within { … } or [ … ] everything has to be in braces and brackets as well.',
  KEY_OVER_1024_CHARS: 'A key has at most 1024 characters. Is there a colon too many, or a quote too few?',
  MULTILINE_IMPLICIT_KEY: noPair,
  TAB_AS_INDENT: 'A tab cannot indent YAML. Use two spaces.',
};

/** A syntax error in plain words. The parser's own where it has some that we have not met. */
export function yamlWords({ code, message }: YAMLParseError): string {
  const closing = /(?:end with a|closing) (["'\]}])/.exec(message)?.[1];
  if (closing === '"' || closing === "'") return `A text in quotes does not end. Write ${closing} behind it.`;
  if (closing !== undefined) {
    const opening = closing === '}' ? '{' : '[';
    return `A ${opening} before this is not closed. Write ${closing} behind its last value, or indent what belongs to it.`;
  }
  if (code === 'BAD_INDENT')
    return 'This line is indented otherwise than those it belongs to. Begin them in one column.';
  if (message.startsWith('Implicit map keys')) return noPair;
  return words[code] ?? `${message.split(' at line ')[0].replace(/:$/, '')}.`;
}
