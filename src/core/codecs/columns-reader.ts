import { groupPaths } from './group-paths.ts';
import { FramedLineReader } from './lines/framed-line-reader.ts';
import type { LineParser, LineRequest, LineStop } from './lines/line-parser.ts';
import { parseSplit, type Split, splitCells } from './lines/split-cells.ts';
import type { PathStep, ReaderOptions, RecordReader, WantedPath } from './reader.ts';
import type { TokenizerExports } from './wasm/instance.ts';
import { stopReasons } from './wasm/stop-reasons.ts';
import { Tokenizer } from './wasm/tokenizer.ts';

/** Lines whose column number `by`, from 0, has a case's value go on with the columns of that case; they may be fewer. */
export interface ColumnCases {
  readonly by: number;
  readonly cases: ReadonlyMap<string, readonly string[]>;
}

export interface ColumnsOptions extends ReaderOptions {
  readonly seed: bigint;
  /** `space`, `tab`, `csv`, or the one character between cells. */
  readonly split: string;
  /** Whether the first line may name the columns. */
  readonly hasHeading: boolean;
  /** Names when no line gives them; `_` has none. Without any, the first line is the heading whatever it says. */
  readonly columns: readonly string[];
  /** Further names that lines have by the value of one of those columns. */
  readonly cases?: ColumnCases;
  /** Paths whose whole numbers are wanted as numbers. */
  readonly numbers?: ReadonlySet<string>;
}

/** State of a reader that is past the place of the heading and found none. */
export const withoutHeading = '\n';
/** Name of what is behind the last named cell of a line. */
const restName = 'more';
const noColumn = 0xffffffff;
/** What a heading's cells look like when a first line without one is possible: values have digits, dots or dashes first. */
const plainName = /^[A-Za-z_@#][^\s,;"']*$/;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/**
 * Reads lines of cells straight to dictionary ids and numbers. `.name` is the cell of that name, `.more` what is behind
 * the last named cell, `.` the line. A line with too few cells is a COLUMNS_MISSING reject. A line that repeats the
 * heading is no record.
 */
export function createColumnsReader(wanted: readonly WantedPath[], options: ColumnsOptions): RecordReader {
  return new FramedLineReader(new CellParser(wanted, options), options);
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Index of its line feed. */
  readonly end: number;
}

class CellParser implements LineParser {
  readonly memory: Tokenizer;
  readonly #options: ColumnsOptions;
  readonly #split: Split;
  /** By column the cell it takes: a name, '' for the whole line, null for what lines of cells do not have. */
  readonly #wanted: readonly (string | null)[];
  /** The line that names the cells, '' for the default names. */
  #heading = '';
  #isFirstLine = true;

  constructor(wanted: readonly WantedPath[], options: ColumnsOptions) {
    const paths = groupPaths(wanted);
    this.#options = options;
    this.#split = parseSplit(options.split);
    this.#wanted = paths.map(([path]) => cellName(path.steps));
    this.memory = new Tokenizer({
      columns: paths.map((same) => ({
        names: same.map((path) => path.name),
        isNumber: same.some((path) => options.numbers?.has(path.name)),
      })),
      seed: options.seed,
      pool: options.pool,
      prepare: (exports) => this.#tellCells(exports),
    });
  }

  get rows(): number {
    return this.memory.rows;
  }

  get rawBytes(): number {
    return this.memory.rawBytes;
  }

  get state(): string {
    return this.#heading === '' && !this.#isFirstLine ? withoutHeading : this.#heading;
  }

  begin(state: string): void {
    this.#isFirstLine = state === '';
    this.#useHeading(state === withoutHeading ? '' : state);
  }

  read(request: LineRequest): LineStop {
    let { from } = request;
    if (this.#isFirstLine) {
      const line = firstLine(this.memory.view(), from, request.to);
      if (line === null) return { reason: 'more', at: from };
      this.#isFirstLine = false;
      from = line.start;
      if (this.#options.hasHeading && this.#isHeading(line.text)) {
        this.#useHeading(line.text);
        from = line.end;
      }
    }
    return this.#readLines({ ...request, from });
  }

  take() {
    return this.memory.take();
  }

  reset(): void {
    this.memory.reset();
  }

  #readLines(request: LineRequest): LineStop {
    const { exports, address } = this.memory;
    exports.setPlace(request.object, request.base - address, request.maxRecordBytes);
    let at = request.from;
    for (;;) {
      const reason = stopReasons[exports.readLines(address + at, address + request.to)];
      at = (exports.stopAt.value >>> 0) - address;
      if (reason === 'more') return { reason, at };
      const end = (exports.failedAt.value >>> 0) - address;
      if (reason === 'large') return { reason: 'refused', at, end, code: 'RECORD_TOO_LARGE' };
      if (reason === 'syntax') return this.#refuseShort(at, end);
      this.memory.flush();
    }
  }

  /** When a quote drew further lines into this one, that is the mistake, and the others are read again on their own. */
  #refuseShort(at: number, end: number): LineStop {
    const lineEnd = this.memory.view().indexOf(0x0a, at);
    const code = lineEnd < end ? 'QUOTE_OPEN' : 'COLUMNS_MISSING';
    return { reason: 'refused', at, end: lineEnd, code };
  }

  #isHeading(line: string): boolean {
    if (this.#options.columns.length === 0) return true;
    return splitCells(line, this.#split, Number.POSITIVE_INFINITY).named.every((name) => plainName.test(name));
  }

  #useHeading(line: string): void {
    if (line === this.#heading) return;
    this.#heading = line;
    this.#tellCells(this.memory.exports);
  }

  #names(): readonly string[] {
    return this.#heading === ''
      ? this.#options.columns
      : splitCells(this.#heading, this.#split, Number.POSITIVE_INFINITY).named;
  }

  #tellCells(exports: TokenizerExports): void {
    const names = this.#names();
    const rest = names.includes(restName) ? noColumn : this.#columnOf(restName);
    exports.setCells(this.#copyColumns(exports, names), names.length, this.#columnOf(''), rest);
    const heading = utf8Encoder.encode(this.#heading);
    const { separator, hasQuotes } = this.#split;
    exports.setSplit(separator.charCodeAt(0), Number(hasQuotes), copyIn(exports, heading), heading.length);
    const { cases } = this.#options;
    if (cases && this.#heading === '') this.#tellCases(exports, names, cases);
    else exports.setCases(0, 0, 0);
  }

  #tellCases(exports: TokenizerExports, names: readonly string[], { by, cases }: ColumnCases): void {
    const words = [...cases].flatMap(([value, further]) => {
      const text = utf8Encoder.encode(value);
      const all = [...names, ...further];
      return [copyIn(exports, text), text.length, this.#copyColumns(exports, all), all.length];
    });
    exports.setCases(copyIn(exports, wordBytes(words)), cases.size, by);
  }

  #copyColumns(exports: TokenizerExports, names: readonly string[]): number {
    return copyIn(exports, wordBytes(names.map((name) => this.#columnOf(name))));
  }

  #columnOf(name: string): number {
    const column = name === '_' ? -1 : this.#wanted.indexOf(name);
    return column < 0 ? noColumn : column;
  }
}

function wordBytes(words: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

/** The first line that is not empty, without a byte order mark; null when its end is not there. */
function firstLine(bytes: Uint8Array, from: number, to: number): Line | null {
  let start = from;
  while (start < to && (bytes[start] === 0x0a || bytes[start] === 0x0d)) start++;
  const found = bytes.subarray(start, to).indexOf(0x0a);
  if (found < 0) return null;
  if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
  const end = bytes.indexOf(0x0a, start);
  return { text: utf8.decode(bytes.subarray(start, end)).replace(/\r$/, ''), start, end };
}

/** The cell that a path means; members of members are cells whose names have dots. */
function cellName(steps: readonly PathStep[]): string | null {
  const names = steps.map((step) => ('key' in step ? step.key : null));
  return names.includes(null) ? null : names.join('.');
}

function copyIn(exports: TokenizerExports, bytes: Uint8Array): number {
  const address = exports.allocate(Math.max(1, bytes.length)) >>> 0;
  new Uint8Array(exports.memory.buffer).set(bytes, address);
  return address;
}
