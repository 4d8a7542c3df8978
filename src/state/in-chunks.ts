/** Statements stay far under SQLite's limit of 32,766 bound values with rows of a few columns. */
const chunk = 500;

/** Rows or keys in parts that one statement takes. */
export function* inChunks<T>(items: readonly T[]): Iterable<T[]> {
  for (let at = 0; at < items.length; at += chunk) yield items.slice(at, at + chunk);
}
