import type { Parameters } from './parameters.ts';

/** SQL with the texts of its places `$1`, `$2` … */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** Quoted names and texts, in which a `$1` is no place, or a place. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g;

/** A statement with only the texts it uses: compiling may have bound some for a part that fell away. */
export function statementOf(sql: string, parameters: Parameters): Statement {
  const used: string[] = [];
  const places = new Map<string, string>();
  const numbered = sql.replace(token, (whole, place: string | undefined) => {
    if (place === undefined) return whole;
    let known = places.get(place);
    if (known === undefined) {
      known = `$${used.push(parameters.values[Number(place) - 1])}`;
      places.set(place, known);
    }
    return known;
  });
  return { sql: numbered, parameters: used };
}
