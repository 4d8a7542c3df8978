import { ValueKind } from '../batch/dictionary.ts';
import { ArrayMemory } from './byte-window.ts';
import { FramedLineReader } from './lines/framed-line-reader.ts';
import { LineDictionary } from './lines/line-dictionary.ts';
import type { LineParser, LineRequest, LineStop } from './lines/line-parser.ts';
import type { ReaderOptions, RecordColumn, RecordReader, WantedPath } from './reader.ts';
import { RecordRows } from './record-rows.ts';
import { ValueColumn } from './value-column.ts';

/** Cuts a line into named values; null when no pattern fits it. */
export type LineSplitter = (line: string) => ReadonlyMap<string, string> | null;

export interface LinesOptions extends ReaderOptions {
  readonly split?: LineSplitter;
  /** Lines that begin so are no records. */
  readonly comment?: string;
  /** Lines at the start of an object that are no records. */
  readonly skip?: number;
}

/** State of a reader that is past the lines to be skipped. */
export const nothingToSkip = '0';
const newline = 0x0a;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * One line, one record. `.` is the line, `.name` what the splitter calls so; a line that no pattern fits is a NO_PATTERN
 * reject. Without a splitter there is only the line.
 */
export function createLinesReader(wanted: readonly WantedPath[], options: LinesOptions): RecordReader {
  return new FramedLineReader(new TextLineParser(wanted, options), options);
}

class TextLineParser implements LineParser {
  readonly memory = new ArrayMemory();
  readonly #options: LinesOptions;
  readonly #lineNames: readonly string[];
  readonly #columns: readonly { readonly name: string; readonly key: string; readonly values: ValueColumn }[];
  readonly #rows: RecordRows;
  #lines = new LineDictionary();
  /** Lines that are still to be skipped. */
  #toSkip = 0;

  constructor(wanted: readonly WantedPath[], options: LinesOptions) {
    this.#options = options;
    this.#rows = new RecordRows(options.pool);
    this.#lineNames = wanted.filter((path) => path.steps.length === 0).map((path) => path.name);
    this.#columns = wanted
      .filter((path) => path.steps.length > 0)
      .map(({ name, steps }) => ({
        name,
        // What is no member of the line gets a key that no splitter gives.
        key: steps.map((step) => ('key' in step ? step.key : '\n')).join('.'),
        values: new ValueColumn(),
      }));
  }

  get rows(): number {
    return this.#rows.rows;
  }

  get rawBytes(): number {
    return this.#rows.rawBytes;
  }

  get state(): string {
    return String(this.#toSkip);
  }

  begin(state: string): void {
    this.#toSkip = state === '' ? (this.#options.skip ?? 0) : Number(state);
  }

  read(request: LineRequest): LineStop {
    const bytes = this.memory.view();
    let at = request.from;
    for (;;) {
      const end = bytes.indexOf(newline, at);
      if (end < 0 || end >= request.to) return { reason: 'more', at };
      const textEnd = end > at && bytes[end - 1] === 0x0d ? end - 1 : end;
      if (textEnd - at > request.maxRecordBytes) return { reason: 'refused', at, end, code: 'RECORD_TOO_LARGE' };
      const isRead = textEnd === at || this.#readLine(bytes.subarray(at, textEnd), request, at);
      if (!isRead) return { reason: 'refused', at, end, code: 'NO_PATTERN' };
      at = end + 1;
    }
  }

  take() {
    const places = this.#rows.take();
    const columns = new Map<string, RecordColumn>();
    for (const { name, values } of this.#columns) columns.set(name, values.take(places.rows));
    if (this.#lineNames.length > 0) {
      const lists = { starts: new Uint32Array(2), items: new Uint32Array(0), size: 0 };
      const column = { ids: this.#lines.append(places.raw), dictionary: this.#lines, many: null, lists };
      for (const name of this.#lineNames) columns.set(name, column);
    }
    return { ...places, columns, numbers: new Map() };
  }

  reset(): void {
    this.#lines = new LineDictionary();
    for (const { values } of this.#columns) values.reset();
  }

  /** False when no pattern fits. */
  #readLine(line: Uint8Array, request: LineRequest, at: number): boolean {
    if (this.#toSkip > 0) {
      this.#toSkip--;
      return true;
    }
    const { comment, split } = this.#options;
    if (comment === undefined && split === undefined) {
      this.#rows.add(request.object, request.base + at, line);
      return true;
    }
    const text = utf8.decode(line);
    if (comment !== undefined && text.startsWith(comment)) return true;
    const named = split?.(text);
    if (named === null) return false;
    for (const { key, values } of this.#columns) {
      const value = named?.get(key);
      if (value !== undefined) values.put(this.#rows.rows, [{ text: value, kind: ValueKind.text }]);
    }
    this.#rows.add(request.object, request.base + at, line);
    return true;
  }
}
