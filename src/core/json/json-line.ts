/** One JSON document a line. BigInt integers are written as numbers, exactly. */
export function jsonLine(value: unknown): string {
  return `${formatJson(value)}\n`;
}

/** JSON with BigInt integers as numbers of any size. Members that are undefined are left out. */
export function formatJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map((item) => formatJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${formatJson(member)}`).join(',')}}`;
}
