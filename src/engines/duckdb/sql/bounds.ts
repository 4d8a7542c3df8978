/**
 * A condition as SQL can say it: `upper` holds for every row the query means and maybe others, `lower` only for rows it
 * means. Where both are the same SQL says it exactly; between them the evaluator decides row by row.
 */
export interface Bounds {
  readonly upper: string;
  readonly lower: string;
}

const yes = 'TRUE';
const no = 'FALSE';

export const never: Bounds = { upper: no, lower: no };
export const always: Bounds = { upper: yes, lower: yes };

export function exactly(sql: string): Bounds {
  return { upper: sql, lower: sql };
}

export function atMost(sql: string): Bounds {
  return { upper: sql, lower: no };
}

export function isExact({ upper, lower }: Bounds): boolean {
  return upper === lower;
}

export function allOf(parts: readonly Bounds[]): Bounds {
  return { upper: join(parts, 'upper', 'AND'), lower: join(parts, 'lower', 'AND') };
}

export function anyOf(parts: readonly Bounds[]): Bounds {
  return { upper: join(parts, 'upper', 'OR'), lower: join(parts, 'lower', 'OR') };
}

/** Conditions on absent values are NULL, which counts as false; only here does that have to be said. */
export function notOf(part: Bounds): Bounds {
  return { upper: negate(part.lower), lower: negate(part.upper) };
}

/** Rows between the bounds. */
export function undecided(bounds: Bounds): string {
  return allOf([exactly(bounds.upper), exactly(negate(bounds.lower))]).upper;
}

function negate(sql: string): string {
  if (sql === yes) return no;
  return sql === no ? yes : `(${sql}) IS NOT TRUE`;
}

function join(parts: readonly Bounds[], side: 'upper' | 'lower', word: 'AND' | 'OR'): string {
  const [neutral, winner] = word === 'AND' ? [yes, no] : [no, yes];
  const pieces = [...new Set(parts.map((part) => part[side]))].filter((sql) => sql !== neutral);
  if (pieces.includes(winner)) return winner;
  return pieces.length === 0 ? neutral : pieces.length === 1 ? pieces[0] : `(${pieces.join(` ${word} `)})`;
}
