/** Wall clock in nanoseconds since 1970. */
export function clock(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
