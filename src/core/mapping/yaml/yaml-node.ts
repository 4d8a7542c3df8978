import type { Location } from '../../error/error.ts';

/** Where something stands in a file, for messages. */
export interface Place extends Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A scalar as it was written: `0x0`, `007` and `no` stay text. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** A bare `null`, `~` or nothing at all. */
  readonly isNull: boolean;
  readonly place: Place;
  /** Where the text itself begins: behind the quote, or on the first line of a block. */
  readonly textPlace: Place;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly place: Place;
}

export interface YamlEntry {
  readonly key: string;
  readonly place: Place;
  readonly keyTextPlace: Place;
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly place: Place;
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

/** A place further along the same line. */
export function shiftPlace(place: Place, columns: number): Place {
  return { file: place.file, line: place.line, column: place.column + columns };
}
