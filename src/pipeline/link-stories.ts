import type { StateDb } from '../state/open-state.ts';
import { evidenceOf, linkAlerts } from '../state/stories.ts';
import type { EventStore } from '../timeline/event-store.ts';
import { findGivers, type NamedInAlert } from './find-givers.ts';

/** Alerts whose givers are looked for at once. */
const atOnce = 500;

/**
 * Makes alerts part of the stories that exact evidence within 24 hours gives them: an event that two rules matched, the
 * same session, lasting identity or key, a key or user that the other's actor handed out or made. For the alerts a commit
 * opened or changed; those of before are found by what is kept of them. Doing it again, or in another order, changes
 * nothing. Returns the ids of alerts whose story is another than it was.
 */
export async function linkStories(store: EventStore, db: StateDb, alerts: readonly string[]): Promise<string[]> {
  const changed = new Set<string>();
  for (let at = 0; at < alerts.length; at += atOnce) {
    const givers = await giversOf(store, db, alerts.slice(at, at + atOnce));
    for (const alert of await linkAlerts(db, givers)) changed.add(alert);
  }
  return [...changed];
}

/** For each alert the actors who gave its keys or made its users, in all steps. Reads only; `linkAlerts` stores. */
export async function giversOf(
  store: EventStore,
  db: StateDb,
  alerts: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const named = new Map<string, NamedInAlert>();
  for (const { alert, values, first, last } of await evidenceOf(db, alerts))
    named.set(alert, { values, from: first, to: last + 1n });
  return findGivers(store, named);
}

/** Links the alerts of many commits: those that people are told of at once, the others at the end. */
export interface StoryLinker {
  /** `explained` finds alerts of before that the commit tells something new of. */
  committed(
    commit: { readonly changed: readonly string[]; readonly noticed: readonly string[] },
    explained?: () => Promise<readonly string[]>,
  ): Promise<void>;
  /** Links what is left. Returns whether any alert came. */
  end(): Promise<boolean>;
}

/**
 * An alert that cannot be linked holds up no load: it is tried again at the end, when nothing is left to be loaded.
 * `unlinked` are alerts that an earlier load left.
 */
export function storyLinker(
  link: (alerts: readonly string[]) => Promise<unknown>,
  unlinked: readonly string[] = [],
): StoryLinker {
  const left = new Set(unlinked);
  let came = unlinked.length > 0;
  return {
    async committed({ changed, noticed }, explained = async () => []) {
      for (const alert of changed) left.add(alert);
      came ||= changed.length > 0;
      try {
        for (const alert of await explained()) left.add(alert);
        if (noticed.length === 0) return;
        await link(noticed);
      } catch {
        return;
      }
      for (const alert of noticed) left.delete(alert);
    },
    async end() {
      if (left.size > 0) await link([...left]);
      left.clear();
      return came;
    },
  };
}
