import { characterMark } from './character-name.ts';

/** How much of a text is shown. */
export interface Room {
  /** Most UTF-16 units, marks and the note of the true length among them. */
  readonly most: number;
  /** Where it is cut; names and ARNs tell most at both ends. */
  readonly cut?: 'middle' | 'end';
}

/**
 * Characters that steer a terminal, reorder or hide text, or are no characters: controls, formats (bidirectional marks,
 * zero-width, tags), line separators, what Unicode says may be ignored in display (fillers, variation selectors), lone
 * surrogates, and noncharacters.
 */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
const breaks = /\r\n|\n/g;
/** Marks drawn over one letter; with more they grow over the lines around. */
const stacked = /(\p{M}{6})(\p{M}+)/gu;

/**
 * Text of a log that can do nothing where it is shown: what would act or hide is shown by its name, such as `⟦ESC⟧`, a
 * line break as `↵`. Doing it again changes nothing. A text longer than `most` is cut, with its true length said.
 * Every face shows log text through this, and adds what its own format needs.
 */
export function harmless(text: string, room?: Room): string {
  if (room === undefined || text.length <= room.most) {
    const whole = marked(text);
    if (room === undefined || whole.length <= room.most) return whole;
  }
  return shortened(text, room);
}

function marked(text: string): string {
  return text
    .replace(breaks, '↵')
    .replace(stacked, (_, kept: string, more: string) => `${kept}⟦+${[...more].length} marks⟧`)
    .replace(harmful, characterMark);
}

/** A note of the length is left out where it would take more than a third of the room, or less is missing than shown. */
const noteShare = 3;
const missingShare = 2;

/** Only as much of the text is looked at as can be shown. */
function shortened(text: string, { most, cut = 'end' }: Room): string {
  const note = `…⟦${text.length.toLocaleString('en-US')} characters⟧`;
  const isTold = note.length * noteShare <= most && text.length > most * missingShare;
  const ellipsis = isTold ? note : '…';
  const left = Math.max(0, most - ellipsis.length);
  const tail = cut === 'middle' ? Math.floor(left / 2) : 0;
  return `${headOf(text, left - tail)}${ellipsis}${tailOf(text, tail)}`.slice(0, Math.max(0, most));
}

/** A mark, or one character: what a cut must not go through. */
const piece = /⟦[^⟦⟧]{1,24}⟧|./gsu;

function headOf(text: string, most: number): string {
  return fitting(piecesOf(text.slice(0, most)), most).join('');
}

function tailOf(text: string, most: number): string {
  if (most === 0) return '';
  return fitting(piecesOf(text.slice(-most)).reverse(), most)
    .reverse()
    .join('');
}

function piecesOf(slice: string): string[] {
  return marked(wholeCharacters(slice)).match(piece) ?? [];
}

/** As many of the first pieces as fit. */
function fitting(pieces: readonly string[], most: number): string[] {
  const fit: string[] = [];
  let left = most;
  for (const part of pieces) {
    left -= part.length;
    if (left < 0) break;
    fit.push(part);
  }
  return fit;
}

/** A slice without the half of a pair at either end. */
function wholeCharacters(slice: string): string {
  return slice.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
