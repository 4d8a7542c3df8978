import type { Config } from '../../config/schema.ts';
import type { Problem } from '../../core/error/error.ts';
import type { ErrorCode } from '../../core/error/table.ts';
import type { LoadTotals } from '../load.ts';

/** What is to be loaded: sources by name of kushi.yml or by location, or the objects that have rejects. */
export type LoadRequest =
  | {
      readonly kind: 'load';
      readonly names: readonly string[];
      readonly type: string | null;
      readonly reload: boolean;
    }
  | { readonly kind: 'replay' };

export interface LoaderSetup {
  readonly config: Config;
}

export type ToLoader =
  | { readonly kind: 'start'; readonly id: string; readonly request: LoadRequest }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'end' };

export type FromLoader =
  | { readonly kind: 'ready' }
  /** The load is under way; totals so far. */
  | { readonly kind: 'progress'; readonly id: string; readonly totals: LoadTotals }
  /** Something was committed and can be seen. */
  | { readonly kind: 'committed'; readonly commit: Committed }
  | { readonly kind: 'done'; readonly id: string; readonly totals: LoadTotals; readonly cancelled: boolean }
  | {
      readonly kind: 'failed';
      readonly id: string;
      readonly code: ErrorCode;
      readonly message: string;
      readonly problems: readonly Problem[];
    }
  /** Something about watched sources that people should know. */
  | { readonly kind: 'warning'; readonly source: string; readonly message: string };

/** What one commit made visible. */
export interface Committed {
  readonly byType: Readonly<Record<string, { readonly events: number; readonly rejects: number }>>;
  /** Alerts that it opened. */
  readonly alerts: number;
}
