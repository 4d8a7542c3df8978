/** Whether these are rows that follow each other, so that their values lie together. */
export function isSpan(rows: Uint32Array): boolean {
  for (let index = 1; index < rows.length; index++) if (rows[index] !== rows[0] + index) return false;
  return rows.length > 0;
}
