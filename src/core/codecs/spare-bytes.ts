/**
 * One large array that is not needed now. Raw text of a batch is tens of megabytes: memory that is used again costs
 * neither new pages nor the garbage collections that so much new memory brings about.
 */
export class SpareBytes {
  #bytes: Uint8Array | null = null;

  /** `bytes`, and all that shares their memory, must not be read any more. The larger one is kept. */
  give(bytes: Uint8Array): void {
    if (bytes.buffer.byteLength > (this.#bytes?.length ?? 0)) this.#bytes = new Uint8Array(bytes.buffer);
  }

  /** An array of at least `length` bytes of any content. */
  take(length: number): Uint8Array {
    const bytes = this.#bytes;
    if (bytes === null || bytes.length < length) return new Uint8Array(length);
    this.#bytes = null;
    return bytes;
  }
}
