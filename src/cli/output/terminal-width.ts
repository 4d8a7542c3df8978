/** Columns that tables may take: those of the terminal; in a pipe what COLUMNS says, or 120. */
export function terminalWidth(): number {
  return process.stdout.columns ?? (Number(process.env.COLUMNS) || 120);
}
