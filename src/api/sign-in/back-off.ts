import ipaddr from 'ipaddr.js';

/** Failures that cost nothing, of one name from one address and of an address with whatever names. */
const free = { pair: 5, address: 20 } as const;
/** Longest wait, in seconds. People who share an address wait for each other's failures, but never long. */
const longest = { pair: 900, address: 30 } as const;
/** Failures are forgotten after so many seconds without another. */
const forgottenAfter = 3600;
/** Most names and addresses remembered; the oldest go first. */
const mostRemembered = 10_000;

type Kind = keyof typeof free;

interface Failures {
  count: number;
  /** Seconds. */
  last: number;
}

/**
 * Slows down guessing. It never locks an account: what somebody fails at one address changes nothing for another, so
 * nobody can keep a team out of its own server.
 */
export interface BackOff {
  /**
   * Counts an attempt as failed until it succeeds, so that many at once are not more than many in a row. Gives the
   * seconds to wait when it must not be made now, else 0.
   */
  readonly attempt: (name: string, address: string, now: bigint) => number;
  readonly succeeded: (name: string, address: string) => void;
  /** An attempt could not be made after all. */
  readonly notMade: (name: string, address: string) => void;
  /** Whether somebody has signed in from this address. */
  readonly isKnown: (address: string) => boolean;
}

export function createBackOff(): BackOff {
  const remembered = new Map<string, Failures>();
  const known = new Set<string>();
  return {
    attempt: (name, address, now) => {
      const seconds = Number(now / 1_000_000n) / 1000;
      const keys = keysOf(name, address);
      const waits = keys.map(({ kind, key }) => waitOf(kind, remembered.get(key), seconds));
      if (Math.max(...waits) > 0) return Math.ceil(Math.max(...waits));
      for (const { key } of keys) count(remembered, key, seconds);
      return 0;
    },
    succeeded: (name, address) => {
      const [pair, own] = keysOf(name, address);
      remembered.delete(pair.key);
      // Only this attempt is taken back: with one account of their own, nobody clears what they failed with others.
      takeBack(remembered, own.key);
      known.delete(own.key);
      known.add(own.key);
      if (known.size > mostRemembered) known.delete(first(known));
    },
    notMade: (name, address) => {
      for (const { key } of keysOf(name, address)) takeBack(remembered, key);
    },
    isKnown: (address) => known.has(addressKey(address)),
  };
}

function waitOf(kind: Kind, failures: Failures | undefined, now: number): number {
  if (failures === undefined || failures.count < free[kind] || now - failures.last > forgottenAfter) return 0;
  const wait = Math.min(2 ** (failures.count - free[kind]), longest[kind]);
  return Math.max(0, failures.last + wait - now);
}

function count(remembered: Map<string, Failures>, key: string, now: number): void {
  const before = remembered.get(key);
  const isOld = before === undefined || now - before.last > forgottenAfter;
  remembered.delete(key);
  remembered.set(key, { count: isOld ? 1 : before.count + 1, last: now });
  if (remembered.size > mostRemembered) remembered.delete(first(remembered.keys()));
}

function takeBack(remembered: Map<string, Failures>, key: string): void {
  const failures = remembered.get(key);
  if (failures !== undefined && failures.count > 0) failures.count--;
}

function first(keys: Iterable<string>): string {
  for (const key of keys) return key;
  return '';
}

function keysOf(name: string, address: string): readonly { readonly kind: Kind; readonly key: string }[] {
  const own = addressKey(address);
  return [
    { kind: 'pair', key: `${own} ${name.slice(0, 64)}` },
    { kind: 'address', key: own },
  ];
}

/** One of IPv6 has a whole /64 to itself. */
function addressKey(address: string): string {
  try {
    const plain = ipaddr.process(address);
    return plain.kind() === 'ipv4' ? plain.toString() : plain.toByteArray().slice(0, 8).join('.');
  } catch {
    return address;
  }
}
