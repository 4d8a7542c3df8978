import type { Level, RuleHeader } from '../core/sigma/rule.ts';
import type { Message } from '../core/words/say.ts';
import type { Alert } from '../state/alerts.ts';
import type { Gap } from '../timeline/cannot-see/gap.ts';
import type { Proof, TimeRange } from '../timeline/event-store.ts';
import type { IdentityKind } from '../timeline/identity.ts';
import type { Verb } from '../timeline/touched.ts';

/**
 * What an alert says by itself: facts without a language, for `core/words` to say and for every face to show. Plain
 * data that a worker can post: times are nanoseconds since 1970, absent parts are null, texts are as they stood in the
 * logs and so may be hostile (`core/harmless`).
 */
export interface Answer {
  readonly alert: AnswerAlert;
  readonly rule: AnswerRule;
  readonly who: Who;
  /** How the identity came to be and whom it gave access: the role chain, in the order of its steps. Empty for a thing. */
  readonly chain: readonly ChainStation[];
  readonly from: From;
  readonly what: What;
  readonly result: Outcomes;
  /** Accounts and regions of the actor's events, most events first. */
  readonly accounts: readonly Counted[];
  readonly regions: readonly Counted[];
  /** What was looked at: 24 h before the first match to 24 h after the last, or to now. */
  readonly range: TimeRange;
  /** When the question was asked. */
  readonly asked: bigint;
  readonly more: More;
  readonly around: Around;
  /** What calls that worked did, by verb, and of each the whole number. */
  readonly done: Readonly<Record<Verb, Capped<Thing>>>;
  readonly news: News;
  /** The events worth telling, oldest first: changes, first uses, hand-overs of keys, reads in number, alerts. */
  readonly steps: Capped<Step>;
  /** Other alerts of the same actor in the range, oldest first. */
  readonly others: readonly OtherAlert[];
  /** The events behind the alert, newest first. */
  readonly matches: Capped<MatchingEvent>;
  /** What may have happened and would not show, worst first. */
  readonly gaps: readonly Gap[];
  readonly coverage: Coverage;
  readonly next: Next;
}

export type AnswerAlert = Omit<Alert, 'rule' | 'level'> & { readonly level: Level };

export interface AnswerRule {
  readonly id: string;
  readonly title: string;
  /** What the rule's file says; null when the rule is not loaded any more. */
  readonly text: Pick<RuleHeader, 'description' | 'tags' | 'falsePositives' | 'references' | 'response' | 'ja'> | null;
}

/** A value and how many of the actor's events have it. */
export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** The first so many, and how many there are. */
export interface Capped<T> {
  readonly shown: readonly T[];
  readonly total: number;
}

export interface Who {
  /** `unknown`: the alert's entity names nobody who was ever seen. */
  readonly kind: IdentityKind | 'unknown';
  /** The most exact name: an ARN, a key id, an address. */
  readonly name: string;
  /** `role/session`, the user's name, else the same. */
  readonly short: string;
  readonly account: string | null;
  /** False for an address, a bucket, an account: others act there, and the answer is about all of them. */
  readonly acts: boolean;
  /** Whether its calls in the range say MFA was used; null when they say nothing. */
  readonly mfa: boolean | null;
  /** Access keys it used, most used first. */
  readonly keys: readonly Key[];
  /** For a thing: who acted there, most events first. */
  readonly actors: Capped<Counted>;
  /** First and last ever seen, and how often, from the entity index. */
  readonly seen: { readonly first: bigint; readonly last: bigint; readonly count: number } | null;
}

export interface Key {
  readonly id: string;
  readonly lasting: 'temporary' | 'long-lived';
  readonly count: number;
  /** The event that handed it out, where one was seen. */
  readonly issued: Proof | null;
}

export interface ChainStation {
  /** Access key id, ARN, instance id or name. */
  readonly id: string;
  readonly kind: IdentityKind;
  readonly short: string;
  readonly account: string | null;
  readonly side: 'before' | 'self' | 'after';
  /** Id of the station that gave it its key; null for where the chain begins. */
  readonly by: string | null;
  /** The event of that; for an instance the first call with its role's key. */
  readonly proof: Proof | null;
  readonly how: 'call' | 'instance' | null;
  readonly count: number | null;
  /** Never seen in the 30 days before the range; null when that is not known. */
  readonly isNew: boolean | null;
}

export interface From {
  /** Of the events behind the alert first, then of the actor's others. */
  readonly addresses: Capped<Address>;
  readonly agents: Capped<Agent>;
}

export interface Address {
  readonly address: string;
  readonly count: number;
  /** Two letters, ISO 3166. */
  readonly country: string | null;
  readonly asn: number | null;
  readonly organization: string | null;
  readonly isNew: boolean | null;
  /** Whether events behind the alert came from it. */
  readonly ofAlert: boolean;
}

export interface Agent {
  readonly name: string | null;
  readonly original: string;
  readonly count: number;
  readonly isNew: boolean | null;
  readonly ofAlert: boolean;
}

export interface What {
  /** Actions of the events behind the alert, most events first. */
  readonly actions: Capped<Counted>;
  /** What they were done to, where the events name it. */
  readonly targets: Capped<Counted>;
}

/** How calls ended. `denied` are failures for want of a right; `unknown` events say nothing of an outcome. */
export interface Outcomes {
  readonly worked: number;
  readonly failed: number;
  readonly denied: number;
  readonly unknown: number;
}

/** Numbers of events that exact evidence gives to the actor or its chain. */
export interface Numbers extends Outcomes {
  readonly events: number;
  /** Those that worked and created, changed or deleted something. */
  readonly changes: number;
}

/** Around the first match: `before` ends with it, `after` begins with it and reaches an hour or a day past the last one, or to now. */
export interface Around {
  readonly hour: { readonly before: Numbers; readonly after: Numbers };
  readonly day: { readonly before: Numbers; readonly after: Numbers };
  /** The 24 hours without the events behind the alert: what else there was. */
  readonly else: { readonly before: Numbers; readonly after: Numbers };
  /** How many of those have something that was never seen from their identity before; null when it is not known. */
  readonly elseNew: { readonly before: number | null; readonly after: number | null };
  /** Events without an identity from addresses of the actor: perhaps the actor's. */
  readonly weak: number;
  /** True when there were more events than were read; numbers are then at least. */
  readonly cut: boolean;
  /** The last event of the actor or its chain in the range; null when there is none. */
  readonly last: bigint | null;
}

/**
 * Did they do more? `yes`: exact evidence gives them other events in the range. `no`: it gives none, and nothing that is
 * known of could hide one. `unsure`: none were seen, and something could.
 */
export type More = 'yes' | 'no' | 'unsure';

export interface Thing {
  /** What the action's name says it is: `user`, `bucket policy`. */
  readonly kind: string;
  readonly name: string | null;
  readonly account: string | null;
  readonly count: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Whom it was shared with. */
  readonly with: readonly string[];
  readonly proof: Proof;
}

/** New against the 30 days before the range. */
export interface News {
  /** `too-young`: less than 7 days of history. `first-seen`: the identity itself is new. `thing`: no baseline is made. */
  readonly status: 'compared' | 'first-seen' | 'too-young' | 'none';
  /** Days of history that were compared with. */
  readonly days: number;
  /** Values that the actor's identities never had before. */
  readonly values: Capped<NewFact>;
  /** Identities of the chain that were never seen before. */
  readonly identities: readonly string[];
}

export interface NewFact {
  /** Whose, by the short name. */
  readonly who: string;
  readonly field: string;
  readonly value: string;
  readonly count: number;
  readonly first: bigint;
}

/** Like events as one. */
export interface Step {
  readonly kind: StepKind;
  readonly time: bigint;
  readonly last: bigint;
  readonly count: number;
  readonly dataset: string;
  /** Short name of whose events they are; null where only an address joins them to the actor. */
  readonly who: string | null;
  /** The first of their actions, each once. */
  readonly actions: Capped<string>;
  /** The most telling of them: its action and what it was done to, in the logs' own words. */
  readonly sentence: string;
  readonly outcomes: Outcomes;
  readonly address: string | null;
  readonly account: string | null;
  readonly evidence: 'exact' | 'weak';
  /** Something in them was never seen from their identity before. */
  readonly isNew: boolean;
  /** Alert they belong to. */
  readonly alert: string | null;
}

/**
 * `gave`: handed out a key or a password. `changed`: created, changed, deleted or shared. `data`: read objects of one
 * bucket. `asked`: calls that only look. `requests` and `flows` are of the web and the network, `finding` of a sensor.
 */
export type StepKind = 'gave' | 'changed' | 'data' | 'asked' | 'requests' | 'flows' | 'finding';

/** How one event ended; null when its log does not say. */
export type Outcome = 'worked' | 'failed' | 'denied' | null;

export interface OtherAlert {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** Its title in Japanese, where the rule has one. */
  readonly titleJa: string | null;
  readonly level: Level;
  readonly status: string;
  readonly entity: string;
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
}

export interface MatchingEvent {
  readonly object: string;
  readonly offset: number;
  readonly dataset: string;
  readonly id: string;
  readonly time: bigint;
  readonly action: string | null;
  readonly sentence: string;
  readonly outcome: Outcome;
  readonly error: string | null;
  readonly address: string | null;
}

/** What was looked at. */
export interface Coverage {
  /** Log types, by account where they tell one, that would show the actor, and their last event in the store. */
  readonly sources: readonly { readonly dataset: string; readonly account: string | null; readonly last: bigint }[];
  /** All of them have events up to here; null when there are none. */
  readonly completeTo: bigint | null;
}

export interface Next {
  readonly questions: readonly Question[];
  readonly commands: readonly NextCommand[];
}

/** Something to settle first. */
export interface Question {
  readonly kind: QuestionKind;
  readonly ask: Message;
}

export type QuestionKind =
  | 'expected-by-owner'
  | 'address-known'
  | 'instance-behind'
  | 'change-planned'
  | 'logging-stopped'
  | 'key-used'
  | 'data-read'
  | 'shared-with'
  | 'request-answered';

/** A command for a person to copy; nothing here ever runs one. */
export interface NextCommand {
  readonly kind: CommandKind;
  /** One line for a POSIX shell; values of logs in it are quoted and cannot become commands. */
  readonly shell: string;
  readonly does: Message;
  readonly breaks: Message;
}

export type CommandKind =
  | 'look-further'
  | 'start-trail'
  | 'deactivate-key'
  | 'block-user'
  | 'deny-older-sessions'
  | 'quarantine-instance'
  | 'block-address'
  | 'close-bucket';

/** The first part of an answer, from the state and the entity index alone. */
export interface AnswerHeader extends Pick<Answer, 'alert' | 'rule' | 'asked'> {
  readonly who: Pick<Who, 'kind' | 'name' | 'short' | 'account' | 'seen'>;
  /** Its events on the days of the range, by action where the log type counts by action; most first. */
  readonly actions: Capped<Counted>;
  readonly datasets: readonly Counted[];
}

export interface AlertQuestion {
  /** Id or number of the alert. */
  readonly alert: string;
  /** Nanoseconds; the range ends here at the latest. */
  readonly now: bigint;
  /** Rules as they are loaded, by id. */
  readonly rules?: ReadonlyMap<string, RuleHeader>;
}
