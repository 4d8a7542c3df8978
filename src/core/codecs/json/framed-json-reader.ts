import type { Reject, RejectCode } from '../../error/reject.ts';
import { ByteWindow } from '../byte-window.ts';
import type { ReaderOptions, RecordBatch, RecordReader, ResumePoint } from '../reader.ts';
import { makeReject, RejectedBytes } from '../rejects.ts';
import { type EnvelopeSteps, isEnvelope, readMember, type Span, skipSpace, usualEnvelope } from './envelope.ts';
import { type Frame, formatFrames, parseFrames } from './frames.ts';
import { LostRecord } from './lost-record.ts';
import { isSpace, parseJson } from './parse-json.ts';
import type { ReadStop, RecordParser } from './record-parser.ts';
import type { LostPlace } from './resync.ts';
import { ValueSkipper } from './skip-value.ts';

/** Chunks are read in pieces of this size, which stay in the processor's cache. */
const pieceBytes = 256 << 10;
/** An unfinished record of at most this size is tried again at every push, a larger one each time it has doubled. */
const eagerBytes = 64 << 10;

const brokenCodes = { syntax: 'JSON_SYNTAX', deep: 'JSON_TOO_DEEP', large: 'RECORD_TOO_LARGE' } as const;

const atStart = { offset: 0, frames: [], hasPlainRecords: false };

/**
 * Finds the records of a JSON object: in an envelope, in a bare array, one a line, or one after the other; white space
 * and commas between records do not matter. `records` is the path of an envelope's records. The first object at the top
 * decides whether the members are looked through for it; after a plain record only an object that begins with
 * `{"Records":[{` is an envelope. A broken record becomes a reject, and reading goes on behind it.
 */
export class FramedJsonReader implements RecordReader {
  readonly #parser: RecordParser;
  readonly #steps: EnvelopeSteps;
  readonly #isTold: boolean;
  readonly #maxRecordBytes: number;
  readonly #window: ByteWindow;
  #object = 0;
  #frames: readonly Frame[] = [];
  #hasPlainRecords = false;
  #lost: LostRecord | null = null;
  #skipper: ValueSkipper | null = null;
  #retryLength = 0;
  /** As things stood behind the last record. */
  #resume: { offset: number; frames: readonly Frame[]; hasPlainRecords: boolean } = atStart;
  #rejects: Reject[] = [];

  constructor(parser: RecordParser, records: EnvelopeSteps | null, options: ReaderOptions) {
    this.#parser = parser;
    this.#steps = records ?? usualEnvelope;
    this.#isTold = records !== null;
    this.#maxRecordBytes = options.maxRecordBytes;
    this.#window = new ByteWindow(parser.memory);
  }

  get rows(): number {
    return this.#parser.rows;
  }

  get rawBytes(): number {
    return this.#parser.rawBytes;
  }

  get resume(): ResumePoint {
    const { offset, frames, hasPlainRecords } = this.#resume;
    return { offset, state: `${hasPlainRecords ? 'r' : ''}${formatFrames(frames)}` };
  }

  begin(object: number, resume?: ResumePoint): void {
    this.#object = object;
    this.#frames = parseFrames(resume?.state ?? '');
    this.#hasPlainRecords = resume?.state.startsWith('r') ?? false;
    this.#window.restart(resume?.offset ?? 0);
    this.#markResume(0);
    this.#lost = null;
    this.#skipper = null;
    this.#retryLength = 0;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      this.#window.append(chunk.subarray(at, at + pieceBytes));
      this.#advance(false);
    }
  }

  end(): void {
    this.#advance(true);
  }

  take(): RecordBatch {
    const { rejects = [], ...records } = this.#parser.take();
    const batch = { ...records, rejects: [...rejects, ...this.#rejects] };
    this.#rejects = [];
    return batch;
  }

  reset(): void {
    this.#parser.reset();
  }

  #advance(isEnd: boolean): void {
    while (this.#step(isEnd));
  }

  /** Reads the next thing; false when it needs bytes that are not there. */
  #step(isEnd: boolean): boolean {
    if (this.#lost) return this.#findEnd(this.#lost, isEnd);
    if (this.#skipper) return this.#skip(this.#skipper);
    if (!this.#skipSeparators(isEnd) || this.#window.length === 0) return false;
    if (!isEnd && this.#window.length < this.#retryLength) return false;
    this.#retryLength = 0;
    const frame = this.#frames.at(-1);
    if (!frame) return this.#readTop(isEnd);
    return frame.kind === 'array' ? this.#readElement(frame, isEnd) : this.#readMember(frame, isEnd);
  }

  #readTop(isEnd: boolean): boolean {
    const byte = this.#nextByte();
    if (byte === 0x5b) return this.#open({ kind: 'array', depth: this.#steps.length });
    if (byte !== 0x7b) return this.#lose('JSON_SYNTAX', { among: 'top', what: 'garbage' });
    const envelope = isEnvelope(this.#view(), this.#steps, this.#hasPlainRecords || !this.#isTold);
    if (envelope === 'more' && !isEnd && !this.#isFull()) return this.#wait();
    if (envelope === 'yes') return this.#open({ kind: 'object', depth: 0 });
    this.#hasPlainRecords = true;
    return this.#readRecords(this.#window.from, 1, isEnd);
  }

  #readElement(frame: Frame, isEnd: boolean): boolean {
    const byte = this.#nextByte();
    if (byte === 0x5d) return this.#close();
    if (byte === 0x7d) return this.#lose('JSON_SYNTAX', { among: 'array', what: 'garbage' });
    if (frame.depth < this.#steps.length) return this.#enter(this.#window.from, frame.depth, isEnd);
    if (byte === 0x7b) return this.#readRecords(this.#window.from, Number.MAX_SAFE_INTEGER, isEnd);
    return this.#refuseElement(isEnd);
  }

  #readMember(frame: Frame, isEnd: boolean): boolean {
    if (this.#nextByte() === 0x7d) return this.#close();
    const { bytes, from, to } = this.#view();
    const member = readMember(bytes, from, to);
    if (member === 'more' && !this.#isFull()) return this.#waitOrRefuse(isEnd);
    if (typeof member === 'string') {
      this.#frames = [];
      return this.#lose('JSON_SYNTAX', { among: 'array', what: 'garbage' });
    }
    const step = this.#steps[frame.depth];
    const isOnPath = 'all' in step || ('key' in step && step.key === member.key);
    return isOnPath ? this.#enter(member.value, frame.depth + 1, isEnd) : this.#beginSkip(member.value);
  }

  /** A value at this step of the path: records, what holds them, or nothing of use. */
  #enter(at: number, depth: number, isEnd: boolean): boolean {
    const step = this.#steps[depth];
    const byte = this.#window.bytes[at];
    if (step === undefined && byte === 0x7b) return this.#readRecords(at, 1, isEnd);
    if (byte !== 0x5b && byte !== 0x7b) return this.#beginSkip(at);
    this.#window.from = at;
    if (byte === 0x7b) return this.#open({ kind: 'object', depth });
    return this.#open({ kind: 'array', depth: step && 'all' in step ? depth + 1 : depth });
  }

  #readRecords(at: number, limit: number, isEnd: boolean): boolean {
    const stop = this.#parser.read({
      from: at,
      to: this.#window.to,
      base: this.#window.base,
      object: this.#object,
      limit,
      maxRecordBytes: this.#maxRecordBytes,
    });
    if (stop.recordEnd > at) this.#markResume(stop.recordEnd);
    if (stop.at > at) this.#window.from = stop.at;
    if (stop.reason === 'limit' || stop.reason === 'other') return true;
    if (stop.reason === 'more' && stop.at === this.#window.to) return false;
    if (isEnd) this.#window.from = stop.at;
    const mayGoOn = stop.reason === 'more' && this.#window.to - stop.at <= this.#maxRecordBytes;
    if (mayGoOn && !isEnd) return this.#wait();
    return this.#loseRecord(stop, mayGoOn);
  }

  /** `isCut`: the object ends in it. A neighbour may have been taken into it all the same, where it was cut off before. */
  #loseRecord(stop: ReadStop, isCut: boolean): boolean {
    const reason = stop.reason as keyof typeof brokenCodes | 'more';
    const isLarge = !isCut && (reason === 'more' || reason === 'large');
    this.#window.from = stop.at;
    const code = isCut ? 'RECORD_TRUNCATED' : reason === 'more' ? 'RECORD_TOO_LARGE' : brokenCodes[reason];
    return this.#lose(code, {
      among: this.#frames.length > 0 ? 'array' : 'top',
      what: 'record',
      firstKey: firstKey(
        this.#window.bytes,
        stop.at,
        isLarge ? stop.at + this.#maxRecordBytes : isCut ? this.#window.to : stop.failedAt,
      ),
      patient: isLarge,
    });
  }

  /** An element that is no object. */
  #refuseElement(isEnd: boolean): boolean {
    const { bytes, from, to } = this.#view();
    const value = parseJson(bytes, from, to);
    if ('reason' in value) {
      if (value.reason === 'more' && !this.#isFull()) return this.#waitOrRefuse(isEnd);
      return this.#lose('JSON_SYNTAX', { among: 'array', what: 'garbage' });
    }
    const next = skipSpace(bytes, value.end, to);
    if (next === to && !isEnd && !this.#isFull()) return this.#wait();
    if (next < to && bytes[next] !== 0x2c && bytes[next] !== 0x5d) {
      return this.#lose('JSON_SYNTAX', { among: 'array', what: 'garbage' });
    }
    this.#refuse('JSON_NOT_OBJECT', value.end);
    this.#markResume(value.end);
    return true;
  }

  #findEnd(lost: LostRecord, isEnd: boolean): boolean {
    const isFound = lost.findEnd(this.#window);
    if (!isFound && !isEnd) return false;
    if (!isFound) lost.takeRest(this.#window);
    this.#rejects.push(lost.reject(this.#object));
    this.#markResume(this.#window.from);
    this.#lost = null;
    return isFound;
  }

  #skip(skipper: ValueSkipper): boolean {
    const { bytes, from, to } = this.#window;
    const end = skipper.feed(bytes, from, to);
    this.#window.from = end < 0 ? to : end;
    if (end < 0) return false;
    this.#skipper = null;
    return true;
  }

  /** False when it cannot be told yet whether the object begins with a byte order mark. */
  #skipSeparators(isEnd: boolean): boolean {
    const { bytes, to } = this.#window;
    let { from } = this.#window;
    if (this.#window.offset(from) === 0 && bytes[from] === 0xef) {
      if (to - from < 3 && !isEnd) return false;
      if (to - from >= 3 && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3;
    }
    while (from < to && (bytes[from] === 0x2c || isSpace(bytes[from]))) from++;
    this.#window.from = from;
    return true;
  }

  /** What may be looked at to decide about what comes next: as much as a record may have, however much has arrived. */
  #view(): Span {
    const { bytes, from, to } = this.#window;
    return { bytes, from, to: Math.min(to, from + this.#maxRecordBytes + 1) };
  }

  /** More would not be looked at. */
  #isFull(): boolean {
    return this.#window.length > this.#maxRecordBytes;
  }

  #markResume(index: number): void {
    this.#resume = {
      offset: this.#window.offset(index),
      frames: this.#frames,
      hasPlainRecords: this.#hasPlainRecords,
    };
  }

  #nextByte(): number {
    return this.#window.bytes[this.#window.from];
  }

  #open(frame: Frame): boolean {
    this.#frames = [...this.#frames, frame];
    this.#window.from++;
    return true;
  }

  #close(): boolean {
    this.#frames = this.#frames.slice(0, -1);
    this.#window.from++;
    return true;
  }

  #beginSkip(at: number): boolean {
    this.#window.from = at;
    this.#skipper = new ValueSkipper();
    return true;
  }

  #lose(code: RejectCode, place: Pick<LostPlace, 'among' | 'what'> & Partial<LostPlace>): boolean {
    this.#lost = new LostRecord(code, this.#window, { firstKey: null, patient: false, ...place });
    return true;
  }

  #wait(): boolean {
    const { length } = this.#window;
    if (length >= eagerBytes) this.#retryLength = Math.min(2 * length, this.#maxRecordBytes + eagerBytes);
    return false;
  }

  #waitOrRefuse(isEnd: boolean): boolean {
    if (isEnd) this.#refuse('RECORD_TRUNCATED', this.#window.to);
    return isEnd ? false : this.#wait();
  }

  /** Refuses the bytes up to `end`. */
  #refuse(code: RejectCode, end: number): void {
    const { bytes, from } = this.#window;
    const rejected = new RejectedBytes();
    rejected.add(bytes.subarray(from, end));
    this.#rejects.push(makeReject(code, { object: this.#object, offset: this.#window.offset(from) }, rejected));
    this.#window.from = end;
  }
}

/** Name of a record's first member as written, if it ends before `to`. */
function firstKey(bytes: Uint8Array, record: number, to: number): Uint8Array | null {
  const start = skipSpace(bytes, record + 1, to);
  if (bytes[start] !== 0x22) return null;
  const key = parseJson(bytes, start, to);
  return 'end' in key ? bytes.slice(start + 1, key.end - 1) : null;
}
