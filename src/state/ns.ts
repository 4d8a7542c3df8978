/** Width that keeps text order equal to number order for all times from 1970 to 2286. */
const digits = 19;

const latest = 10n ** BigInt(digits) - 1n;

/** Nanoseconds since 1970 as text that sorts like the number; times before and behind those years as the nearest. */
export function nsText(ns: bigint): string {
  return (ns < 0n ? 0n : ns > latest ? latest : ns).toString().padStart(digits, '0');
}

export function nsOf(text: string): bigint {
  return BigInt(text);
}
