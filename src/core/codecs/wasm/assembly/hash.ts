/**
 * Multilinear hashing with secret random keys (Lemire and Kaser, "Strongly universal string hashing is fast", 2014,
 * the variant with half the multiplications): whoever does not know the keys cannot find colliding values better than
 * by chance, 2^-32 a pair and block of 256 bytes. One multiplication for eight bytes.
 */
const blockBytes: u32 = 256;
const keyCount: u32 = 3 + blockBytes / 4;
const keys = memory.data(8 * 67, 16);

/** Expands the seed to the keys with splitmix64. */
export function seedHash(seed: u64): void {
  for (let i: u32 = 0; i < keyCount; i++) {
    seed += 0x9e3779b97f4a7c15;
    let z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    store<u64>(keys + (i << 3), z ^ (z >> 31));
  }
}

@inline
function pair(key: usize, eight: u64): u64 {
  return (load<u64>(key) + (eight & 0xffffffff)) * (load<u64>(key, 8) + (eight >> 32));
}

export function hash(p: u32, n: u32): u32 {
  let carry: u64 = n;
  while (n > blockBytes) {
    carry = n | (<u64>hashBlock(p, blockBytes, carry) << 32);
    p += blockBytes;
    n -= blockBytes;
  }
  return spread(hashBlock(p, n, carry));
}

/** A bijection that keeps values in a regular order from filling neighbouring slots (Wellons, "hash prospector"). */
@inline
function spread(code: u32): u32 {
  code = (code ^ (code >>> 16)) * 0x7feb352d;
  return code ^ (code >>> 15);
}

@inline
function hashBlock(p: u32, n: u32, carry: u64): u32 {
  let sum = load<u64>(keys) + pair(keys + 8, carry);
  let key = keys + 24;
  for (; n >= 8; n -= 8, p += 8, key += 16) sum += pair(key, load<u64>(p));
  if (n) sum += pair(key, load<u64>(p) & (0xffffffffffffffff >> (64 - (<u64>n << 3))));
  return <u32>(sum >> 32);
}
