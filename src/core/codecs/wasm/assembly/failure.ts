/** Deepest nesting of objects and arrays in a record; the record itself is level 1. */
export const maxDepth: u32 = 512;

/** The first byte that cannot stand, and whether that is because of the nesting. */
export let failedAt: u32 = 0;
export let isTooDeep: bool = false;
/** Containers open around the byte that is read. */
export let depth: u32 = 0;

export function startRecord(): void {
  depth = 0;
  isTooDeep = false;
}

/** Notes where; 0 stands for failure wherever an index is returned. */
export function fail(p: u32): u32 {
  failedAt = p;
  return 0;
}

/** False when the container at p is one too deep. */
export function enter(p: u32): bool {
  if (++depth <= maxDepth) return true;
  failedAt = p;
  isTooDeep = true;
  return false;
}

export function leave(): void {
  depth--;
}

export function restoreDepth(saved: u32): void {
  depth = saved;
}
