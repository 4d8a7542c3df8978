/** Those that begin with what is typed come first, then those that hold it; of each the most frequent. Case is ignored. */
export function bestMatches<T>(
  candidates: Iterable<T>,
  {
    typed,
    limit,
    text,
    weight,
  }: { typed: string; limit: number; text: (one: T) => string; weight: (one: T) => number },
): T[] {
  const wanted = typed.toLowerCase();
  const found: { one: T; begins: boolean; weight: number }[] = [];
  for (const one of candidates) {
    const at = text(one).toLowerCase().indexOf(wanted);
    if (at >= 0) found.push({ one, begins: at === 0, weight: weight(one) });
  }
  found.sort((a, b) => Number(b.begins) - Number(a.begins) || b.weight - a.weight);
  return found.slice(0, limit).map(({ one }) => one);
}
