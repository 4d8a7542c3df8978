import type { Reject, RejectCode } from '../../error/reject.ts';
import type { ByteWindow } from '../byte-window.ts';
import { makeReject, RejectedBytes } from '../rejects.ts';
import { skipSpace } from './envelope.ts';
import { parseJson } from './parse-json.ts';
import { type LostPlace, Resync } from './resync.ts';

/** A record that cannot be read, whose end is being looked for. Its bytes move from the window to the reject. */
export class LostRecord {
  readonly #code: RejectCode;
  readonly #offset: number;
  readonly #resync: Resync;
  readonly #mayBeValue: boolean;
  readonly #bytes = new RejectedBytes();
  #scanned: number;

  /** The record begins at the window's `from`. */
  constructor(code: RejectCode, window: ByteWindow, place: LostPlace) {
    this.#code = code;
    this.#offset = window.offset(window.from);
    this.#scanned = this.#offset;
    this.#resync = new Resync(place);
    this.#mayBeValue = place.what === 'garbage';
  }

  /** True when the end is found; the window then begins with what comes next. */
  findEnd(window: ByteWindow): boolean {
    const found = this.#resync.feed(window.bytes, this.#scanned - window.base, window.to, window.base);
    this.#scanned = window.offset(window.to);
    this.#take(window, found ? found.end : this.#resync.keepFrom(this.#scanned));
    if (found) window.from = found.next - window.base;
    return found !== null;
  }

  /** The object ends within the record. */
  takeRest(window: ByteWindow): void {
    this.#take(window, window.offset(window.to));
  }

  reject(object: number): Reject {
    const code = this.#mayBeValue && isJson(this.#bytes) ? 'JSON_NOT_OBJECT' : this.#code;
    return makeReject(code, { object, offset: this.#offset }, this.#bytes);
  }

  #take(window: ByteWindow, end: number): void {
    this.#bytes.add(window.bytes.subarray(window.from, end - window.base));
    window.from = end - window.base;
  }
}

function isJson({ kept, truncated }: RejectedBytes): boolean {
  if (truncated) return false;
  const value = parseJson(kept, 0, kept.length);
  return 'end' in value && skipSpace(kept, value.end, kept.length) === kept.length;
}
