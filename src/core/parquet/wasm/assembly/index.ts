// Adds values to a split-block Bloom filter (parquet-format, BloomFilter.md), hashed by XXH64 with seed 0 (xxHash
// specification 0.1.1).

const prime1: u64 = 0x9e3779b185ebca87;
const prime2: u64 = 0xc2b2ae3d27d4eb4f;
const prime3: u64 = 0x165667b19e3779f9;
const prime4: u64 = 0x85ebca77c2b2ae63;
const prime5: u64 = 0x27d4eb2f165667c5;

/** Values lie in [at, end) as in a PLAIN page: a 32-bit length, then the bytes. The filter has `blocks` of 32 bytes. */
export function addValues(at: usize, end: usize, filter: usize, blocks: u32): void {
  while (at < end) {
    const length = load<u32>(at);
    at += 4;
    const hash = xxh64(at, length);
    at += length;
    const block = filter + <usize>(((hash >> 32) * <u64>blocks) >> 32) * 32;
    const key = <u32>hash;
    setBit(block, key * 0x47b6137b);
    setBit(block + 4, key * 0x44974d91);
    setBit(block + 8, key * 0x8824ad5b);
    setBit(block + 12, key * 0xa2b7289d);
    setBit(block + 16, key * 0x705495c7);
    setBit(block + 20, key * 0x2df1424b);
    setBit(block + 24, key * 0x9efc4947);
    setBit(block + 28, key * 0x5c6bfb31);
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function setBit(word: usize, salted: u32): void {
  store<u32>(word, load<u32>(word) | (1 << (salted >>> 27)));
}

function xxh64(from: usize, length: u32): u64 {
  const end = from + length;
  let at = from;
  let hash: u64 = prime5;
  if (length >= 32) {
    let lane1: u64 = prime1 + prime2;
    let lane2: u64 = prime2;
    let lane3: u64 = 0;
    let lane4: u64 = 0 - prime1;
    for (; at + 32 <= end; at += 32) {
      lane1 = round(lane1, load<u64>(at));
      lane2 = round(lane2, load<u64>(at, 8));
      lane3 = round(lane3, load<u64>(at, 16));
      lane4 = round(lane4, load<u64>(at, 24));
    }
    hash = rotl<u64>(lane1, 1) + rotl<u64>(lane2, 7) + rotl<u64>(lane3, 12) + rotl<u64>(lane4, 18);
    hash = converge(converge(converge(converge(hash, lane1), lane2), lane3), lane4);
  }
  hash += length;
  for (; at + 8 <= end; at += 8) hash = rotl<u64>(hash ^ round(0, load<u64>(at)), 27) * prime1 + prime4;
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(at) * prime1), 23) * prime2 + prime3;
    at += 4;
  }
  for (; at < end; at++) hash = rotl<u64>(hash ^ (<u64>load<u8>(at) * prime5), 11) * prime1;
  hash = (hash ^ (hash >> 33)) * prime2;
  hash = (hash ^ (hash >> 29)) * prime3;
  return hash ^ (hash >> 32);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function round(accumulator: u64, lane: u64): u64 {
  return rotl<u64>(accumulator + lane * prime2, 31) * prime1;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function converge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * prime1 + prime4;
}
