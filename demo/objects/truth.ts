/** Where a record of the incident lies: the step it belongs to and its first byte in the decompressed object. */
export interface TruthEntry {
  readonly step: string;
  readonly dataset: string;
  /** `<bucket>/<key>` */
  readonly object: string;
  readonly offset: number;
}
