/** Loads of 16 bytes may begin anywhere in a buffer and end behind it. */
export const slack: u32 = 64;

const smallestClass: u32 = 6;
/** Heads of the lists of freed blocks, by power of two. */
const freed = memory.data(32 * 4, 16);
let top: u32 = 0;

/** A block of at least so many bytes, not zeroed. Blocks are powers of two, so that freed ones fit again. */
export function allocate(bytes: u32): u32 {
  const size = sizeClass(bytes);
  const reused = load<u32>(freed + (size << 2));
  if (reused) {
    store<u32>(freed + (size << 2), load<u32>(reused));
    return reused;
  }
  if (!top) top = (<u32>__heap_base + 63) & ~63;
  const block = top;
  top += 1 << size;
  const pages = ((top + slack) >>> 16) + 1;
  const have = <u32>memory.size();
  if (pages > have && memory.grow(pages - have) < 0) unreachable();
  return block;
}

/** Gives a block back; `bytes` as it was asked for. */
export function release(block: u32, bytes: u32): void {
  const size = sizeClass(bytes);
  store<u32>(block, load<u32>(freed + (size << 2)));
  store<u32>(freed + (size << 2), block);
}

export function allocateZeroed(bytes: u32): u32 {
  const block = allocate(bytes);
  memory.fill(block, 0, bytes);
  return block;
}

/** A larger block with the first `used` bytes of this one, which is given back. */
export function enlarge(block: u32, oldBytes: u32, used: u32, newBytes: u32): u32 {
  const larger = allocate(newBytes);
  memory.copy(larger, block, used);
  release(block, oldBytes);
  return larger;
}

function sizeClass(bytes: u32): u32 {
  return max<u32>(smallestClass, 32 - clz<u32>(bytes - 1));
}

/** Copies n bytes, and up to 15 more into the slack behind them: quicker than memory.copy for short values. */
@inline
export function copyShort(to: u32, from: u32, n: u32): void {
  if (n > 256) {
    memory.copy(to, from, n);
    return;
  }
  for (let i: u32 = 0; i < n; i += 16) v128.store(to + i, v128.load(from + i));
}

@inline
export function equalBytes(a: u32, b: u32, n: u32): bool {
  if (n >= 16) {
    const lastA = a + n - 16;
    const lastB = b + n - 16;
    for (; a < lastA; a += 16, b += 16) {
      if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    }
    return !v128.any_true(v128.xor(v128.load(lastA), v128.load(lastB)));
  }
  if (n >= 8) return load<u64>(a) === load<u64>(b) && load<u64>(a + n - 8) === load<u64>(b + n - 8);
  if (!n) return true;
  return ((load<u64>(a) ^ load<u64>(b)) & (0xffffffffffffffff >> (64 - (<u64>n << 3)))) === 0;
}
