/** A column's name as SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL, for what is ours: file names, datasets, object ids. Texts of users are parameters. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** INT64 nanoseconds as SQL. */
export function timestamp(ns: bigint): string {
  return `make_timestamp_ns(${ns})`;
}
