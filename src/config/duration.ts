const unitNs: Readonly<Record<string, bigint>> = {
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** Nanoseconds of a duration as settings write it: a whole number and `s`, `m`, `h` or `d`. */
export function durationNs(duration: string): bigint {
  return BigInt(duration.slice(0, -1)) * unitNs[duration.slice(-1)];
}
