import type { EventRow } from '../engines/engine.ts';
import { eventKey } from './alerts-of.ts';
import { type Proof, proofOf, textOf, textsOf } from './event-store.ts';
import { type Request, requestTarget } from './read-requests.ts';
import { targetOf } from './sentence.ts';
import { isSharing, sharedWith } from './sharing.ts';

export const verbs = ['created', 'read', 'changed', 'deleted', 'shared', 'ran'] as const;
export type Verb = (typeof verbs)[number];

/** A thing that the actor's calls worked on. */
export interface TouchedThing {
  /** What the action's name says it is, such as `user`, `bucket policy`, `secret value`. */
  readonly kind: string;
  /** Null when the record does not name it, as for lists of all things. */
  readonly name: string | null;
  readonly account: string | null;
  readonly count: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Whom it was shared with, as far as requests say. */
  readonly with: readonly string[];
  readonly proof: Proof;
}

export type Touched = Readonly<Record<Verb, readonly TouchedThing[]>>;

/** What the actor's calls that worked did, by verb, oldest first. */
export function touchedBy(exact: readonly EventRow[], requests: ReadonlyMap<string, Request>): Touched {
  const things = new Map<Verb, Map<string, TouchedThing>>(verbs.map((verb) => [verb, new Map()]));
  for (const row of exact) {
    const request = requests.get(eventKey(row.object, row.offset));
    const verb = verbOf(row, request);
    if (verb === null) continue;
    const thing = thingOf(row, request);
    const key = `${thing.kind}\0${thing.name}\0${thing.account}`;
    const known = things.get(verb)?.get(key);
    things.get(verb)?.set(key, known === undefined ? thing : joined(known, thing));
  }
  return Object.fromEntries([...things].map(([verb, found]) => [verb, [...found.values()]])) as unknown as Touched;
}

function joined(known: TouchedThing, more: TouchedThing): TouchedThing {
  return {
    ...known,
    count: known.count + 1,
    last: more.last,
    with: [...new Set([...known.with, ...more.with])],
  };
}

function verbOf({ fields }: EventRow, request: Request | undefined): Verb | null {
  const action = textOf(fields['event.action']);
  const isCall = fields['aws.principal_arn'] !== undefined && fields['event.kind'] !== 'alert';
  if (action === null || !isCall || fields['event.outcome'] === 'failure') return null;
  const others = request === undefined ? [] : sharedWith(request, textOf(fields['cloud.account.id']));
  if (isSharing(action) && (request === undefined || others.length > 0 || /^Delete/.test(action))) return 'shared';
  return verbOfTypes(action, textsOf(fields['event.type']), textsOf(fields['event.category']));
}

function verbOfTypes(action: string, types: readonly string[], categories: readonly string[]): Verb | null {
  if (types.includes('creation') || action === 'RunInstances') return 'created';
  if (types.includes('deletion')) return 'deleted';
  if (types.includes('change')) return 'changed';
  if (categories.includes('process')) return 'ran';
  if (types.includes('start') && categories.includes('host')) return 'changed';
  if (types.includes('access')) return 'read';
  return types.includes('info') && /^(Get|List|Describe)/.test(action) ? 'read' : null;
}

function thingOf(row: EventRow, request: Request | undefined): TouchedThing {
  const { fields, time } = row;
  const account = textOf(fields['cloud.account.id']);
  const kind = kindOf(textOf(fields['event.action']) ?? '');
  // Objects count by their bucket: thousands of keys tell less than their number.
  const bucket = kind.startsWith('object') ? textOf(fields['aws.bucket']) : null;
  const name = bucket ?? targetOf(row) ?? (request === undefined ? null : requestTarget(request));
  const others = request === undefined ? [] : sharedWith(request, account);
  const isShared = isSharing(textOf(fields['event.action']) ?? '');
  return { kind, name, account, count: 1, first: time, last: time, with: isShared ? others : [], proof: proofOf(row) };
}

/** `GetSecretValue` → `secret value`: the action without its verb and version. */
function kindOf(action: string): string {
  const words = action.replace(/\d{8}(v\d+)?$/, '').match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? [action];
  return (words.length > 1 ? words.slice(1) : words).join(' ').toLowerCase();
}
