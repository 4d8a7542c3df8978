import type { Reject } from '../../error/reject.ts';
import { ArrayMemory, ByteWindow } from '../byte-window.ts';
import { FramedJsonReader } from '../json/framed-json-reader.ts';
import type { JsonNode } from '../json/parse-json.ts';
import { readTrees } from '../json/read-trees.ts';
import type { ReadRequest, RecordParser } from '../json/record-parser.ts';
import type { ReaderOptions, RecordBatch, RecordReader, ResumePoint } from '../reader.ts';
import { makeReject, RejectedBytes } from '../rejects.ts';
import { SideColumns } from '../side-columns.ts';
import { ExportReader } from './export-reader.ts';
import { type ObjectForm, objectForm } from './object-form.ts';
import { unwrap } from './unwrap.ts';
import { type Unwrapper, unwrappers } from './unwrappers.ts';

export interface WrappedOptions extends ReaderOptions {
  /** Envelopes that may be around records, as in `wrappers:` of logtype.yml. */
  readonly wrappers: readonly string[];
  /** What is wanted of them: `$cwl.timestamp`. */
  readonly facts: readonly string[];
  readonly states: InnerStates;
}

/** States in which the codec's reader begins what is not an object from its start. */
export interface InnerStates {
  /** Text with any number of records, without what the codec skips at the start of an object. */
  readonly text: string;
  /** One JSON value, which is a record whatever it looks like. */
  readonly record: string;
}

type ObjectReader = Pick<RecordReader, 'begin' | 'push' | 'end' | 'resume'>;

const noBytes = new Uint8Array(0);

/**
 * Takes envelopes off records and gives these to `inner`, the codec's reader; what the envelopes say becomes columns.
 * An object's first record tells its form; an object without envelopes goes to `inner` as it comes.
 */
export class WrappedReader implements RecordReader {
  readonly #inner: RecordReader;
  readonly #known: readonly Unwrapper[];
  readonly #side: SideColumns;
  readonly #documents: FramedJsonReader;
  readonly #export: ExportReader;
  readonly #readers: Readonly<Record<ObjectForm, ObjectReader>>;
  #object = 0;
  /** Null until the first bytes have told. */
  #form: ObjectForm | null = null;
  #start: ResumePoint = { offset: 0, state: '' };
  /** The object's first bytes, while they do not tell its form. */
  readonly #head = new ByteWindow(new ArrayMemory());
  #retryLength = 0;

  constructor(inner: RecordReader, options: WrappedOptions) {
    this.#inner = inner;
    this.#known = unwrappers.filter(({ name }) => options.wrappers.includes(name));
    this.#side = new SideColumns(options.facts);
    const parser = createDocumentParser(inner, { known: this.#known, side: this.#side, states: options.states });
    this.#documents = new FramedJsonReader(parser, null, options);
    this.#export = new ExportReader(inner, { side: this.#side, textState: options.states.text });
    this.#readers = { plain: inner, documents: this.#documents, export: this.#export };
  }

  get rows(): number {
    return this.#inner.rows;
  }

  get rawBytes(): number {
    return this.#inner.rawBytes;
  }

  get resume(): ResumePoint {
    if (this.#form === null) return this.#start;
    const { offset, state } = this.#readers[this.#form].resume;
    return { offset, state: `${this.#form}:${state}` };
  }

  begin(object: number, resume: ResumePoint = { offset: 0, state: '' }): void {
    if (this.#form === 'export') this.#export.giveFacts();
    const [, form, state] = /^(plain|documents|export):(.*)$/s.exec(resume.state) ?? [];
    this.#object = object;
    this.#head.restart(resume.offset);
    this.#retryLength = 0;
    this.#form = null;
    this.#start = { offset: resume.offset, state: state ?? '' };
    if (form !== undefined) this.#open(form as ObjectForm);
  }

  push(chunk: Uint8Array): void {
    if (this.#form === null) this.#look(chunk, false);
    else this.#readers[this.#form].push(chunk);
  }

  end(): void {
    if (this.#form === null) this.#look(noBytes, true);
    if (this.#form !== null) this.#readers[this.#form].end();
  }

  take(): RecordBatch {
    if (this.#form === 'export') this.#export.giveFacts();
    const batch = this.#documents.take();
    this.#export.restartRows();
    const side = this.#side.take(batch.rows);
    return side.size === 0 ? batch : { ...batch, columns: new Map([...batch.columns, ...side]) };
  }

  reset(): void {
    this.#inner.reset();
    this.#side.reset();
  }

  #look(chunk: Uint8Array, isEnd: boolean): void {
    const isFirst = this.#head.length === 0;
    if (!isFirst) this.#head.append(chunk);
    if (!isEnd && this.#head.length < this.#retryLength) return;
    const { bytes, from, to } = this.#head;
    const seen = isFirst ? chunk : bytes.subarray(from, to);
    const form = objectForm(seen, isEnd, this.#known);
    if (form === 'more') {
      if (isFirst) this.#head.append(chunk);
      this.#retryLength = 2 * this.#head.length;
      return;
    }
    this.#open(form);
    this.#readers[form].push(seen);
  }

  #open(form: ObjectForm): void {
    this.#form = form;
    this.#readers[form].begin(this.#object, this.#start);
  }
}

interface DocumentOptions {
  readonly known: readonly Unwrapper[];
  readonly side: SideColumns;
  readonly states: InnerStates;
}

/** Takes JSON values apart and gives what is in them to `inner`. */
function createDocumentParser(inner: RecordReader, { known, side, states }: DocumentOptions): RecordParser {
  const memory = new ArrayMemory();
  let broken: Reject[] = [];

  const readDocument = ({ object, base }: ReadRequest, node: JsonNode): void => {
    for (const { kind, bytes, offset, facts } of unwrap({ bytes: memory.view(), base }, node, known)) {
      const first = inner.rows;
      if (kind === 'broken') {
        const rejected = new RejectedBytes();
        rejected.add(bytes);
        broken.push(makeReject('WRAPPER_INVALID', { object, offset }, rejected));
      } else {
        inner.begin(object, { offset, state: states[kind] });
        inner.push(bytes);
        inner.end();
        side.put(first, inner.rows, facts);
      }
    }
  };

  return {
    memory,
    get rows() {
      return inner.rows;
    },
    get rawBytes() {
      return inner.rawBytes;
    },
    read: (request) => readTrees(memory.view(), request, (node) => readDocument(request, node)),
    take() {
      const batch = inner.take();
      const rejects = [...batch.rejects, ...broken];
      broken = [];
      return { ...batch, rejects };
    },
    reset: () => inner.reset(),
  };
}
