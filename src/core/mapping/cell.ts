import { compileGlob } from './glob.ts';

type CellOption =
  | { readonly kind: 'any' | 'absent' | 'present' }
  | { readonly kind: 'constant'; readonly text: string; readonly exact: boolean }
  | { readonly kind: 'glob'; readonly text: string; readonly fits: (value: string) => boolean }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/**
 * What a value is compared with in keys of `map`, key cells of tables, names of cases and conditions: `a,b` any of,
 * `*` and `?` globs, `400..599` a range of numbers with both ends, `absent`, `present`, `=GET` in exactly this case.
 */
export interface Cell {
  readonly text: string;
  readonly options: readonly CellOption[];
}

const range = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/;
const number = /^-?\d+(?:\.\d+)?$/;

export function parseCell(text: string): Cell {
  const parts = text.split(',').map((part) => part.trim());
  return { text, options: parts.map(parseOption) };
}

function parseOption(text: string): CellOption {
  if (text === '*') return { kind: 'any' };
  if (text === 'absent' || text === 'present') return { kind: text };
  if (text === "''") return { kind: 'constant', text: '', exact: true };
  if (text.startsWith('=') && text.length > 1) return { kind: 'constant', text: text.slice(1), exact: true };
  const ends = range.exec(text);
  if (ends !== null) return { kind: 'range', from: Number(ends[1]), to: Number(ends[2]) };
  if (/[*?]/.test(text)) return { kind: 'glob', text: text.toLowerCase(), fits: compileGlob(text) };
  return { kind: 'constant', text: text.toLowerCase(), exact: false };
}

/** Whether a value fits; `undefined` is absent and fits `absent` alone. */
export function cellFits(cell: Cell, value: string | undefined): boolean {
  const lower = value?.toLowerCase();
  return cell.options.some((option) => optionFits(option, value, lower));
}

function optionFits(option: CellOption, value: string | undefined, lower: string | undefined): boolean {
  if (value === undefined) return option.kind === 'absent';
  switch (option.kind) {
    case 'any':
    case 'present':
      return true;
    case 'absent':
      return false;
    case 'constant':
      return option.exact ? option.text === value : option.text === lower;
    case 'glob':
      return option.fits(value);
    case 'range':
      return number.test(value) && Number(value) >= option.from && Number(value) <= option.to;
  }
}

/** A key cell of a table or case, where `*` is the rest: it takes an absent value too. */
export function keyFits(cell: Cell, value: string | undefined): boolean {
  return (value === undefined && cell.options.some((option) => option.kind === 'any')) || cellFits(cell, value);
}

/** Whether `wide` takes every value that `narrow` takes. May say no where it is so, never yes where it is not. */
export function cellCovers(wide: Cell, narrow: Cell): boolean {
  return narrow.options.every((option) => wide.options.some((other) => optionCovers(other, option)));
}

function optionCovers(wide: CellOption, narrow: CellOption): boolean {
  if (wide.kind === 'any') return true;
  if (narrow.kind === 'absent' || wide.kind === 'absent') return wide.kind === narrow.kind;
  if (wide.kind === 'present') return narrow.kind !== 'any';
  if (narrow.kind === 'range') return wide.kind === 'range' && wide.from <= narrow.from && wide.to >= narrow.to;
  if (narrow.kind === 'constant') {
    return wide.kind === 'constant' && wide.exact && !narrow.exact
      ? false
      : optionFits(wide, narrow.text, narrow.text.toLowerCase());
  }
  // A glob is covered when the other one takes its text with the wildcards read as ordinary characters.
  return narrow.kind === 'glob' && wide.kind === 'glob' && !wide.text.includes('?') && wide.fits(narrow.text);
}
