import type { Segment } from '../engines/engine.ts';
import type { Match } from '../state/alerts.ts';
import type { ObjectProgress } from '../state/commit.ts';
import type { InvalidFieldOfObject } from '../state/invalid-fields.ts';

/** An object that was not loaded, or not to its end, and why. A waiting one is tried again when it is offered again. */
export interface Settled {
  readonly object: string;
  readonly status: 'refused' | 'skipped' | 'waiting';
  readonly reason: string;
}

/** A batch whose segments are durable but not yet visible: all that a commit needs. Can cross threads. */
export interface WrittenBatch {
  readonly segments: readonly Segment[];
  readonly progress: readonly ObjectProgress[];
  readonly matches: readonly Match[];
  /** Values that did not fit their field and were left out of an event, by object and field. */
  readonly invalid: readonly InvalidFieldOfObject[];
}
