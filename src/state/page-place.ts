import { KushiError } from '../core/error/error.ts';

/** Where a page ends: the order's values of its last row. A row that moved is met again or not, and none is passed over. */
export interface PagePlace {
  readonly severity: number;
  /** Time as text of `ns.ts`. */
  readonly last: string;
  readonly id: string;
}

export function writePlace({ severity, last, id }: PagePlace): string {
  return `${severity}.${last}.${id}`;
}

/** Fails with PAGE_INVALID for what `writePlace` never wrote. */
export function readPlace(text: string): PagePlace {
  const parts = /^(-?\d)\.(\d{19})\.([\s\S]{1,2000})$/.exec(text);
  if (parts === null)
    throw new KushiError('PAGE_INVALID', 'This is no place in a list. Give what the page before says, or begin anew.');
  return { severity: Number(parts[1]), last: parts[2], id: parts[3] };
}
