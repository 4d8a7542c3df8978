import type { Answer } from '../answer/answer.ts';
import type { DestinationConfig } from '../config/destinations.ts';
import type { Level } from '../core/sigma/rule.ts';
import type { Lookup } from './outgoing/open-socket.ts';

/** What a destination is told: of a story, or that it can be reached. */
export type Message = StoryMessage | TestMessage;

export interface StoryMessage {
  /** `first`: nothing was sent there of this story yet. `again`: it went on. */
  readonly kind: 'first' | 'again';
  /** Id of the alert that the story is named after. */
  readonly story: string;
  /** Idempotency key of the story's first message there, which joins them in one thread. */
  readonly thread: string;
  /** 1 for the first message of the story there. */
  readonly number: number;
  /** The worst of the alerts that the message is about, and of those the newest. */
  readonly alert: MessageAlert;
  /** What the alert says by itself; null when it could not be found out in time, and the message is plain. */
  readonly answer: Answer | null;
  /** What came since the message before; in a first message, everything it is about. */
  readonly added: { readonly matches: number; readonly alerts: readonly AddedAlert[] };
  /** Pages of the server; null where no `base_url` is set. None of them changes anything when it is opened. */
  readonly links: Links | null;
}

interface TestMessage {
  readonly kind: 'test';
}

/** An alert as the state has it. Texts may be hostile (`core/harmless`), times are nanoseconds. */
export interface MessageAlert {
  readonly id: string;
  /** 1042 of A-1042. */
  readonly number: number;
  readonly level: Level;
  readonly title: string;
  readonly rule: string;
  readonly entity: { readonly kind: string; readonly value: string };
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
}

export interface AddedAlert extends MessageAlert {
  /** Matches added to it. */
  readonly matches: number;
}

export interface Links {
  readonly alert: string;
  readonly story: string;
  readonly take: string;
}

export interface SendOptions {
  /** Names the message, also when it is sent again. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** What the destination said when it took the message, in a few harmless words for people. */
export interface Receipt {
  readonly detail: string;
}

/**
 * Where messages go. `send` delivers once or fails with a SendError, which says whether trying again can help; a
 * message whose sending failed may have arrived all the same, so it is sent again with the same key.
 */
export interface Destination {
  readonly name: string;
  readonly config: DestinationConfig;
  send(message: Message, options: SendOptions): Promise<Receipt>;
}

/** What every kind is opened with, besides its settings. */
export interface OpenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wall clock, nanoseconds since 1970. */
  readonly clock: () => bigint;
  readonly version: string;
  /** Milliseconds that one sending may take; 30 s when absent. */
  readonly timeoutMs?: number;
  /** The system's resolver when absent. */
  readonly lookup?: Lookup;
  /** Certificates that are trusted besides the usual ones, PEM. */
  readonly trust?: readonly string[];
}
