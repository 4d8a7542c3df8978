import type { Parameters } from 'fast-check';

/** Runs a property for `FUZZ_SECONDS` (default 2) from `FUZZ_SEED`, however many cases a machine gets through. */
export function fuzzParameters<T>(): Parameters<T> {
  const { FUZZ_SECONDS = '2', FUZZ_SEED } = process.env;
  return {
    numRuns: 1e6,
    interruptAfterTimeLimit: Number(FUZZ_SECONDS) * 1000,
    markInterruptAsFailure: false,
    ...(FUZZ_SEED !== undefined && { seed: Number(FUZZ_SEED) }),
  };
}
