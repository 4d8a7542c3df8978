import { isSpace } from './parse-json.ts';

/** What is known where reading went wrong. */
export interface LostPlace {
  /** `array`: between the elements of an array; `top`: between records that follow each other. */
  readonly among: 'array' | 'top';
  /** `record`: a record begins here; `garbage`: something that is no record. */
  readonly what: 'record' | 'garbage';
  /** Name of the broken record's first member as written: its neighbours likely begin with the same. */
  readonly firstKey: Uint8Array | null;
  /** The record was fine so far and is only too large: its own brackets are to be believed. */
  readonly patient: boolean;
}

/** Where a broken record ends and where to read on. Offsets in the object. */
export interface Refound {
  readonly end: number;
  readonly next: number;
}

/** A gap that may begin a neighbour is forgotten when nothing came of it for so long. */
const longestGap = 1024;
/** Brackets beyond this depth are only counted. */
const deepestStack = 4096;

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const quote = 0x22;
const newline = 0x0a;

/**
 * Finds the end of a broken record, byte by byte. Two signs are looked for at once: the bracket that closes the record,
 * and a gap followed by `{"key":` where no value of the record could stand, which means that a quote or a bracket got
 * lost before. Among records that follow each other a line that begins with `{"` is such a sign too, for strings hold
 * no line breaks. The outcome depends on the bytes alone, not on how they were cut.
 */
export class Resync {
  readonly #place: LostPlace;
  #inString = false;
  #isEscaped = false;
  #isBroken = false;
  #previous = 0;
  #lastStructure = 0;
  readonly #stack: number[] = [];
  #openBrackets = 0;
  #uncounted = 0;
  #stage: 'none' | 'gap' | 'brace' | 'key' | 'colon' = 'none';
  #gap = { end: 0, brace: 0, matched: 0, anyKey: false, closed: false };

  constructor(place: LostPlace) {
    this.#place = place;
  }

  /** Bytes before this offset are surely the broken record's; `at` is how far reading got. */
  keepFrom(at: number): number {
    return this.#stage === 'none' ? at : Math.min(at, this.#gap.end);
  }

  /** `base` is the offset of index 0. */
  feed(bytes: Uint8Array, from: number, to: number, base: number): Refound | null {
    for (let index = from; index < to; index++) {
      const found = this.#byte(bytes[index], base + index);
      this.#previous = bytes[index];
      if (found) return found;
    }
    return null;
  }

  #byte(byte: number, at: number): Refound | null {
    if (this.#place.what === 'garbage' && this.#place.among === 'top') {
      return byte === newline ? { end: at, next: at + 1 } : null;
    }
    if (this.#isNeighbour(byte, at)) return { end: this.#gap.end, next: this.#gap.brace };
    if (this.#place.what === 'garbage') return null;
    return this.#inString ? this.#stringByte(byte) : this.#structureByte(byte, at);
  }

  #stringByte(byte: number): null {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === 0x5c) this.#isEscaped = true;
    else if (byte === quote) this.#inString = false;
    else if (byte < 0x20) this.#isBroken = true;
    return null;
  }

  #structureByte(byte: number, at: number): Refound | null {
    if (isSpace(byte)) return null;
    this.#lastStructure = byte;
    if (byte === quote) this.#inString = true;
    else if (byte === openBrace || byte === openBracket) this.#open(byte);
    else if (byte === closeBrace) {
      if (this.#close(openBrace)) return { end: at + 1, next: at + 1 };
    } else if (byte === closeBracket) {
      if (this.#openBrackets > 0) this.#close(openBracket);
      else if (this.#place.among === 'array') return { end: at, next: at };
    }
    return null;
  }

  #open(byte: number): void {
    if (this.#stack.length === deepestStack) {
      this.#uncounted++;
      return;
    }
    this.#stack.push(byte);
    if (byte === openBracket) this.#openBrackets++;
  }

  /** Closes the innermost bracket of that kind, and those in it that were left open. True when the record is closed. */
  #close(opened: number): boolean {
    if (this.#uncounted > 0) {
      this.#uncounted--;
      return false;
    }
    for (let popped = this.#stack.pop(); popped !== undefined; popped = this.#stack.pop()) {
      if (popped === openBracket) this.#openBrackets--;
      if (popped === opened) break;
    }
    return this.#stack.length === 0;
  }

  #isNeighbour(byte: number, at: number): boolean {
    if (this.#stage !== 'none' && at - this.#gap.end > longestGap) this.#stage = 'none';
    switch (this.#stage) {
      case 'gap':
        return this.#afterGap(byte, at);
      case 'brace':
        if (isSpace(byte)) return false;
        if (byte === quote) {
          this.#stage = 'key';
          this.#gap.matched = 0;
        } else this.#beginGap(byte, at);
        return false;
      case 'key':
        if (!this.#isKeyByte(byte)) this.#beginGap(byte, at);
        return false;
      case 'colon':
        if (byte === 0x3a) return true;
        if (!isSpace(byte)) this.#beginGap(byte, at);
        return false;
      default:
        this.#beginGap(byte, at);
        return false;
    }
  }

  #beginGap(byte: number, at: number): void {
    this.#stage = 'none';
    if (this.#place.patient && !this.#isBroken) return;
    const closed = this.#place.among === 'array' ? byte === comma || byte === openBracket : byte === closeBrace;
    if (!closed && (this.#place.among === 'array' || byte !== newline)) return;
    this.#stage = 'gap';
    this.#gap.closed = closed;
    this.#gap.end = byte === closeBrace || byte === openBracket ? at + 1 : at;
  }

  #afterGap(byte: number, at: number): boolean {
    const isLine = this.#place.among === 'top' && this.#previous === newline;
    const isValue = this.#isValueHere();
    // Where a value may stand, only a line that begins like the record itself is believed.
    const isSign = !isValue || (isLine && this.#place.firstKey !== null);
    if (byte === openBrace && (this.#gap.closed || isLine) && isSign) {
      this.#stage = 'brace';
      this.#gap.brace = at;
      this.#gap.anyKey = !isValue && (isLine || this.#place.firstKey === null);
    } else if (!isSpace(byte) || !this.#gap.closed) this.#beginGap(byte, at);
    return false;
  }

  /** An object may stand here as the element of an array within the record. */
  #isValueHere(): boolean {
    if (this.#inString || this.#stack.at(-1) !== openBracket) return false;
    return this.#lastStructure === comma || this.#lastStructure === openBracket;
  }

  #isKeyByte(byte: number): boolean {
    const key = this.#gap.anyKey ? null : this.#place.firstKey;
    const isEnd = key ? this.#gap.matched === key.length : byte === quote;
    if (isEnd) {
      this.#stage = 'colon';
      return byte === quote;
    }
    return key ? byte === key[this.#gap.matched++] : byte >= 0x20 && byte !== 0x5c;
  }
}
