import type { Message } from '../../core/words/say.ts';
import type { Proof } from '../event-store.ts';

export type GapKind =
  | 'logging-stopped'
  | 'logging-changed'
  | 'never-collected'
  | 'data-events-off'
  | 'source-silent'
  | 'source-late'
  | 'objects-unread'
  | 'rejects'
  | 'not-kept'
  | 'expired'
  | 'beyond-logs'
  | 'same-address'
  | 'busy-address'
  | 'too-many'
  | 'nobody';

/** Something that may have happened and would not show, with the numbers that say so. */
export interface Gap {
  readonly kind: GapKind;
  /** Its sentence, to be said in either language. */
  readonly message: Message;
  readonly dataset: string | null;
  readonly account: string | null;
  readonly since: bigint | null;
  /** Null when it still goes on where the range or the stored events end. */
  readonly until: bigint | null;
  readonly evidence: Readonly<Record<string, number | string>>;
  readonly proof: Proof | null;
}

/** Parts of a gap that most have not. */
export const noPlace = { dataset: null, account: null, since: null, until: null, proof: null } as const;
