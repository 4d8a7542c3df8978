/** Width that keeps text order equal to number order for all times from 1970 to 2286. */
const digits = 19;

/** Nanoseconds since 1970 as text that sorts like the number. */
export function nsText(ns: bigint): string {
  return ns.toString().padStart(digits, '0');
}

export function nsOf(text: string): bigint {
  return BigInt(text);
}
