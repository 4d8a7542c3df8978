import { ValueKind } from '../../batch/dictionary.ts';
import type { RecordReader, ResumePoint } from '../reader.ts';
import type { SideColumns } from '../side-columns.ts';

/** Length of `2026-11-24T07:00:00.000Z `. */
export const stampBytes = 25;
const stampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z $/;
const newline = 0x0a;

/** The time that a line of an export begins with, or null. */
export function stampOf(line: Uint8Array): string | null {
  const text = String.fromCharCode(...line.subarray(0, stampBytes));
  return stampPattern.test(text) ? text.trimEnd() : null;
}

export interface ExportOptions {
  readonly side: SideColumns;
  /** State in which the inner reader begins a message. */
  readonly textState: string;
}

/**
 * Reads what CloudWatch Logs exports to S3: every message behind its time; lines without a time belong to the message
 * above (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html). Messages go to `inner` byte by byte as
 * they come, so that they may be of any size.
 */
export class ExportReader implements Pick<RecordReader, 'begin' | 'push' | 'end' | 'resume'> {
  readonly #inner: RecordReader;
  readonly #options: ExportOptions;
  #object = 0;
  /** Offset of the next byte that comes. */
  #offset = 0;
  /** The bytes of a line's beginning, until they tell whether it has a time; null within a line. */
  #head: number[] | null = [];
  #stamp = '';
  #messageStart = -1;
  #firstRow = 0;

  constructor(inner: RecordReader, options: ExportOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  /** The message's time, whether a line has begun, and the inner state. */
  get resume(): ResumePoint {
    const { offset, state } = this.#inner.resume;
    return { offset, state: `${this.#stamp}${offset === this.#messageStart ? '>' : '|'}${state}` };
  }

  begin(object: number, resume?: ResumePoint): void {
    const offset = resume?.offset ?? 0;
    const [, stamp, place, state] = /^([^>|]*)([>|])(.*)$/s.exec(resume?.state ?? '') ?? [];
    this.#object = object;
    this.#offset = offset;
    this.#beginMessage(offset, stamp ?? '', state);
    this.#head = place === '>' ? null : [];
    if (place !== '>') this.#messageStart = -1;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#head) {
        this.#head.push(chunk[at++]);
        this.#offset++;
        this.#decide(this.#head);
      } else {
        const found = chunk.indexOf(newline, at);
        const end = found < 0 ? chunk.length : found + 1;
        this.#inner.push(chunk.subarray(at, end));
        this.#offset += end - at;
        at = end;
        if (found >= 0) this.#head = [];
      }
    }
  }

  end(): void {
    if (this.#head) this.#inner.push(Uint8Array.from(this.#head));
    this.#head = null;
    this.#inner.end();
    this.giveFacts();
  }

  /** To be called before rows are taken: those of the open message get their facts. */
  giveFacts(): void {
    const { rows } = this.#inner;
    const time = Date.parse(this.#stamp);
    if (!Number.isNaN(time)) {
      const values = new Map([['$cwl.timestamp', [{ text: String(time), kind: ValueKind.number }]]]);
      this.#options.side.put(this.#firstRow, rows, values);
    }
    this.#firstRow = rows;
  }

  /** The rows so far were taken. */
  restartRows(): void {
    this.#firstRow = 0;
  }

  #decide(head: number[]): void {
    const isLine = head.at(-1) === newline;
    if (head.length < stampBytes && !isLine) return;
    const bytes = Uint8Array.from(head);
    const stamp = isLine ? null : stampOf(bytes);
    this.#head = isLine ? [] : null;
    if (stamp === null) {
      this.#inner.push(bytes);
      return;
    }
    this.#inner.end();
    this.giveFacts();
    this.#beginMessage(this.#offset, stamp, this.#options.textState);
  }

  #beginMessage(offset: number, stamp: string, state = this.#options.textState): void {
    this.#stamp = stamp;
    this.#messageStart = offset;
    this.#firstRow = this.#inner.rows;
    this.#inner.begin(this.#object, { offset, state });
  }
}
