/** An object as a source lists it. `etag` is the store's, without quotes; for files it is a hash of the content. */
export interface OfferedObject {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly versionId?: string;
  readonly size: number;
  /** Last modified, nanoseconds. */
  readonly time: bigint;
  /** What people call it: a path, `s3://bucket/key`, `-` for stdin. */
  readonly name: string;
  /** Why this is no log, when the source itself can tell (a hidden file, a device). Such an object need not be openable. */
  readonly skip?: string;
}

/** Where bytes come from. `list` is lazy and may be long; `open` gives the bytes as stored (compressed as they are). */
export interface Source {
  readonly id: string;
  list(signal?: AbortSignal): AsyncIterable<OfferedObject>;
  /** Fails with SOURCE_UNREADABLE when the object changed since it was listed (If-Match) or cannot be read. */
  open(object: OfferedObject, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
}
