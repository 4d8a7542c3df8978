import type { Reject, RejectCode } from '../../error/reject.ts';
import { ByteWindow } from '../byte-window.ts';
import type { ReaderOptions, RecordBatch, RecordReader, ResumePoint } from '../reader.ts';
import { makeReject, RejectedBytes } from '../rejects.ts';
import type { LineParser } from './line-parser.ts';

/** Chunks are read in pieces of this size, which stay in the processor's cache. */
const pieceBytes = 256 << 10;
/** An unfinished line of at most this size is tried again at every push, a longer one each time it has doubled. */
const eagerBytes = 64 << 10;
const newline = 0x0a;

/**
 * One line, one record; lines end in LF or CRLF and empty ones are nothing. A line that cannot be read becomes a reject,
 * and reading goes on behind it; so does a longer one than allowed, of which only the head is kept.
 */
export class FramedLineReader implements RecordReader {
  readonly #parser: LineParser;
  readonly #maxRecordBytes: number;
  readonly #window: ByteWindow;
  #object = 0;
  /** A line that is too long, while its end is looked for. */
  #lost: { readonly offset: number; readonly bytes: RejectedBytes } | null = null;
  #retryLength = 0;
  #rejects: Reject[] = [];

  constructor(parser: LineParser, options: ReaderOptions) {
    this.#parser = parser;
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
    return { offset: this.#lost?.offset ?? this.#window.offset(this.#window.from), state: this.#parser.state };
  }

  begin(object: number, resume?: ResumePoint): void {
    this.#object = object;
    this.#parser.begin(resume?.state ?? '');
    this.#window.restart(resume?.offset ?? 0);
    this.#lost = null;
    this.#retryLength = 0;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      this.#window.append(chunk.subarray(at, at + pieceBytes));
      this.#advance();
    }
  }

  end(): void {
    if (this.#window.length === 0 && !this.#lost) return;
    const length = this.#window.offset(this.#window.to);
    this.#window.append(Uint8Array.of(newline));
    this.#retryLength = 0;
    this.#advance();
    // What is left has a quote that is never closed. Only its first line is lost for that.
    while (this.#window.length > 0) {
      this.#lose();
      this.#advance();
    }
    this.#window.restart(length);
  }

  take(): RecordBatch {
    const batch = { ...this.#parser.take(), rejects: this.#rejects };
    this.#rejects = [];
    return batch;
  }

  reset(): void {
    this.#parser.reset();
  }

  #advance(): void {
    while (this.#step());
  }

  /** Reads as far as possible; false when it needs bytes that are not there. */
  #step(): boolean {
    if (this.#lost) return this.#findEnd(this.#lost);
    const { from, to, base } = this.#window;
    if (from === to || to - from < this.#retryLength) return false;
    this.#retryLength = 0;
    const stop = this.#parser.read({ from, to, base, object: this.#object, maxRecordBytes: this.#maxRecordBytes });
    this.#window.from = stop.at;
    if (stop.reason === 'refused') {
      this.#refuse(stop.code, stop.end);
      return true;
    }
    if (this.#window.length > this.#maxRecordBytes + 1) return this.#lose();
    const { length } = this.#window;
    if (length >= eagerBytes) this.#retryLength = Math.min(2 * length, this.#maxRecordBytes + eagerBytes);
    return false;
  }

  #lose(): true {
    this.#lost = { offset: this.#window.offset(this.#window.from), bytes: new RejectedBytes() };
    return true;
  }

  #findEnd(lost: { offset: number; bytes: RejectedBytes }): boolean {
    const { bytes, from, to } = this.#window;
    const found = bytes.subarray(from, to).indexOf(newline);
    const end = found < 0 ? to : from + found;
    lost.bytes.add(bytes.subarray(from, end));
    this.#window.from = end;
    if (found < 0) return false;
    const code = lost.bytes.length > this.#maxRecordBytes ? 'RECORD_TOO_LARGE' : 'QUOTE_OPEN';
    this.#rejects.push(makeReject(code, { object: this.#object, offset: lost.offset }, lost.bytes));
    this.#lost = null;
    return true;
  }

  #refuse(code: RejectCode, end: number): void {
    const { bytes, from } = this.#window;
    const rejected = new RejectedBytes();
    rejected.add(bytes.subarray(from, end));
    this.#rejects.push(makeReject(code, { object: this.#object, offset: this.#window.offset(from) }, rejected));
    this.#window.from = end;
  }
}
