import type { Config } from '../config/schema.ts';
import type { ErrorCode } from '../core/error/table.ts';
import type { SourceSettings } from '../sources/open-source.ts';
import type { Assignment } from './load.ts';
import type { SharedContent } from './shared-content.ts';
import type { Settled, WrittenBatch } from './written-batch.ts';

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly config: Config;
  readonly content: SharedContent;
  readonly sources: readonly { readonly location: string; readonly settings: Omit<SourceSettings, 'files'> }[];
}

export type ToWorker =
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  | { readonly kind: 'end' }
  | { readonly kind: 'committed' }
  | { readonly kind: 'abort' };

export type FromWorker =
  | { readonly kind: 'want' }
  | { readonly kind: 'commit'; readonly batch: WrittenBatch }
  | { readonly kind: 'settle'; readonly settled: Settled }
  | { readonly kind: 'bytes'; readonly bytes: number }
  /** Classes do not cross threads; the code and message do. */
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
