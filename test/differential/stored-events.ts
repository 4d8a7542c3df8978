import type { Engine, Segment } from '../../src/engines/engine.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { type InterpretedEvent, interpretedEvents } from './interpreted-events.ts';
import { type LogObject, readObjects } from './read-objects.ts';

export interface StoredEvents {
  readonly events: readonly InterpretedEvent[];
  /** By engine, in the order the engines were given. */
  readonly segments: readonly (readonly Segment[])[];
}

/** Reads objects and writes what they give into engines, as loading does. */
export async function storeEvents(
  objects: readonly LogObject[],
  content: Content,
  { engines, batch }: { readonly engines: readonly Engine[]; readonly batch: string },
): Promise<StoredEvents> {
  const events: InterpretedEvent[] = [];
  const segments: Segment[][] = engines.map(() => []);
  let count = 0;
  await readObjects(objects, content, async (sealed) => {
    events.push(...interpretedEvents(sealed.batch, content));
    const id = `${batch}${count++}`;
    for (const [index, engine] of engines.entries()) segments[index].push(...(await engine.write(id, sealed.batch)));
  });
  return { events, segments };
}

/** An event's identity, as answers give it. */
export function eventKey({ object, offset }: { readonly object: string; readonly offset: number }): string {
  return `${object}-${offset}`;
}
