/** Deflate data that cannot go on: `ended` when it is the input that is over, else a code that has no meaning. */
export class DeflateError extends Error {
  override readonly name = 'DeflateError';
  readonly ended: boolean;

  constructor(message: string, ended = false) {
    super(message);
    this.ended = ended;
  }
}

/** A canonical Huffman code: how many codes each length has, and the symbols in order of code (RFC 1951, 3.2.2). */
interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

interface State {
  readonly input: Uint8Array;
  at: number;
  bits: number;
  bitCount: number;
  readonly window: Uint8Array;
  /** Bytes in the window, and how many of them `emit` has had. */
  size: number;
  flushed: number;
  readonly emit: (bytes: Uint8Array) => void;
}

const maxDistance = 32 << 10;
const windowSize = 128 << 10;
const maxMatch = 258;

const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const distanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const fixedLengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const fixedLiterals = huffman(fixedLengths);
const fixedDistances = huffman(new Uint8Array(30).fill(5));

/**
 * Inflates the deflate data (RFC 1951) at `at`, symbol by symbol, and returns where it ends. Everything before a fault
 * has gone to `emit` when DeflateError is thrown. The bytes given to `emit` are only valid during the call.
 */
export function inflateMember(input: Uint8Array, at: number, emit: (bytes: Uint8Array) => void): number {
  const state: State = {
    input,
    at,
    bits: 0,
    bitCount: 0,
    window: new Uint8Array(windowSize),
    size: 0,
    flushed: 0,
    emit,
  };
  try {
    for (let last = 0; last === 0; ) {
      last = take(state, 1);
      block(state, take(state, 2));
    }
  } finally {
    flush(state);
  }
  return state.at;
}

function block(state: State, type: number): void {
  if (type === 0) stored(state);
  else if (type === 1) compressed(state, [fixedLiterals, fixedDistances]);
  else if (type === 2) compressed(state, dynamicCodes(state));
  else throw new DeflateError('invalid block type');
}

/** Hands over what is new and keeps the last 32 KiB, which matches can refer to. */
function flush(state: State): void {
  if (state.size > state.flushed) state.emit(state.window.subarray(state.flushed, state.size));
  const keep = Math.min(state.size, maxDistance);
  state.window.copyWithin(0, state.size - keep, state.size);
  state.size = keep;
  state.flushed = keep;
}

function take(state: State, count: number): number {
  while (state.bitCount < count) {
    if (state.at >= state.input.length) throw new DeflateError('unexpected end', true);
    state.bits |= state.input[state.at++] << state.bitCount;
    state.bitCount += 8;
  }
  const value = state.bits & ((1 << count) - 1);
  state.bits >>>= count;
  state.bitCount -= count;
  return value;
}

function stored(state: State): void {
  state.bits = 0;
  state.bitCount = 0;
  const length = take(state, 16);
  if (take(state, 16) !== (~length & 0xffff)) throw new DeflateError('invalid stored block length');
  for (let i = 0; i < length; i++) {
    if (state.size === windowSize) flush(state);
    state.window[state.size] = take(state, 8);
    state.size++;
  }
}

function compressed(state: State, [literals, distances]: readonly Huffman[]): void {
  for (;;) {
    if (state.size + maxMatch > windowSize) flush(state);
    const symbol = decode(state, literals);
    if (symbol < 256) state.window[state.size++] = symbol;
    else if (symbol === 256) return;
    else copyMatch(state, symbol - 257, distances);
  }
}

function copyMatch(state: State, symbol: number, distances: Huffman): void {
  if (symbol >= lengthBase.length) throw new DeflateError('invalid length code');
  const length = lengthBase[symbol] + take(state, lengthBits[symbol]);
  const code = decode(state, distances);
  if (code >= distanceBase.length) throw new DeflateError('invalid distance code');
  const distance = distanceBase[code] + take(state, distanceBits[code]);
  if (distance > state.size) throw new DeflateError('invalid distance too far back');
  for (let i = 0; i < length; i++, state.size++) state.window[state.size] = state.window[state.size - distance];
}

function decode(state: State, { counts, symbols }: Huffman): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= 15; length++) {
    code |= take(state, 1);
    const count = counts[length];
    if (code - count < first) return symbols[index + (code - first)];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new DeflateError('invalid code');
}

function huffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let length = 1; length < 15; length++) offsets[length + 1] = offsets[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length !== 0) symbols[offsets[length]++] = symbol;
  });
  return { counts, symbols };
}

/** zlib's rule: no code may be over-full, and only a code of a single symbol may be incomplete. */
function checked(lengths: Uint8Array, mayBeSingle: boolean): Huffman {
  const code = huffman(lengths);
  let room = 1;
  for (let length = 1; length <= 15; length++) {
    room = room * 2 - code.counts[length];
    if (room < 0) throw new DeflateError('over-subscribed code');
  }
  const used = lengths.filter((length) => length !== 0).length;
  if (room > 0 && !(mayBeSingle && used === code.counts[1] && used <= 1)) throw new DeflateError('incomplete code');
  return code;
}

function dynamicCodes(state: State): readonly Huffman[] {
  const literals = take(state, 5) + 257;
  const distances = take(state, 5) + 1;
  const codeLengths = take(state, 4) + 4;
  if (literals > 286 || distances > 30) throw new DeflateError('too many length or distance symbols');
  const order = new Uint8Array(19);
  for (let i = 0; i < codeLengths; i++) order[codeLengthOrder[i]] = take(state, 3);
  const lengths = readLengths(state, checked(order, false), literals + distances);
  if (lengths[256] === 0) throw new DeflateError('missing end of block');
  return [checked(lengths.subarray(0, literals), true), checked(lengths.subarray(literals), true)];
}

function readLengths(state: State, code: Huffman, total: number): Uint8Array {
  const lengths = new Uint8Array(total);
  for (let at = 0; at < total; ) {
    const symbol = decode(state, code);
    if (symbol < 16) lengths[at++] = symbol;
    else {
      if (symbol === 16 && at === 0) throw new DeflateError('invalid length repeat');
      const value = symbol === 16 ? lengths[at - 1] : 0;
      const times = symbol === 16 ? 3 + take(state, 2) : symbol === 17 ? 3 + take(state, 3) : 11 + take(state, 7);
      if (at + times > total) throw new DeflateError('invalid length repeat');
      lengths.fill(value, at, at + times);
      at += times;
    }
  }
  return lengths;
}
