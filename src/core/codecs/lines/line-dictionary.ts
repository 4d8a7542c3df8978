import type { BytesColumn } from '../../batch/column.ts';
import { type Dictionary, ValueKind } from '../../batch/dictionary.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whole lines as a column: every row has an id of its own, and its text is decoded from the batch's raw bytes. */
export class LineDictionary implements Dictionary {
  size = 0;
  readonly unique = true;
  readonly #batches: { readonly firstId: number; readonly raw: BytesColumn }[] = [];

  /** Ids of a batch's rows. */
  append(raw: BytesColumn): Uint32Array {
    const firstId = this.size + 1;
    if (raw.starts.length > 0) this.#batches.push({ firstId, raw });
    this.size += raw.starts.length;
    return Uint32Array.from(raw.starts, (_, row) => firstId + row);
  }

  text(id: number): string {
    const batch = this.#batches.findLast(({ firstId }) => firstId <= id);
    if (batch === undefined) return '';
    const { bytes, starts } = batch.raw;
    const row = id - batch.firstId;
    const end = row + 1 < starts.length ? starts[row + 1] - 4 : bytes.length;
    return utf8.decode(bytes.subarray(starts[row], end));
  }

  kind(id: number): ValueKind {
    return id === 0 ? ValueKind.null : ValueKind.text;
  }
}
