/** Names of the controls U+0000–U+001F, by code. */
const controls =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US';

/** Names that Unicode gives what steers text or cannot be seen; others are shown by their code. */
const named: ReadonlyMap<number, string> = new Map([
  ...controls.split(' ').map((name, code): [number, string] => [code, name]),
  [0x7f, 'DEL'],
  [0x85, 'NEL'],
  [0x90, 'DCS'],
  [0x9b, 'CSI'],
  [0x9c, 'ST'],
  [0x9d, 'OSC'],
  [0xad, 'SHY'],
  [0x034f, 'CGJ'],
  [0x061c, 'ALM'],
  [0x180e, 'MVS'],
  [0x200b, 'ZWSP'],
  [0x200c, 'ZWNJ'],
  [0x200d, 'ZWJ'],
  [0x200e, 'LRM'],
  [0x200f, 'RLM'],
  [0x2028, 'LSEP'],
  [0x2029, 'PSEP'],
  [0x202a, 'LRE'],
  [0x202b, 'RLE'],
  [0x202c, 'PDF'],
  [0x202d, 'LRO'],
  [0x202e, 'RLO'],
  [0x2060, 'WJ'],
  [0x2066, 'LRI'],
  [0x2067, 'RLI'],
  [0x2068, 'FSI'],
  [0x2069, 'PDI'],
  [0xfeff, 'ZWNBSP'],
]);

/** Tag characters repeat ASCII where nobody sees it; the text they hide is shown. */
const tags = { first: 0xe0020, last: 0xe007e };

/** What stands for a character that must not act or hide: `⟦RLO⟧`, `⟦TAG a⟧`, `⟦U+FFF9⟧`. */
export function characterMark(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = named.get(code);
  if (name !== undefined) return `⟦${name}⟧`;
  if (code >= tags.first && code <= tags.last) return `⟦TAG ${String.fromCodePoint(code - 0xe0000)}⟧`;
  return `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`;
}
