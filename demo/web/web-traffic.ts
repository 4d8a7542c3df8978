import type { Random } from '../random/random.ts';
import { hour } from '../time/stamp.ts';
import type { World } from '../world/world.ts';
import { checkUptime, visitors } from './visits.ts';
import type { WebRequest } from './web-request.ts';

/** Requests of the visits that begin in the hour from `start`. They may last beyond it. */
export function webTraffic(world: World, random: Random, start: number, scale: number): readonly WebRequest[] {
  const visits = visitors.flatMap(({ perHour, rhythm, visit }) =>
    Array.from({ length: random.count(perHour * scale * rhythm(start)) }, () =>
      visit(world, random, start + random.next() * hour),
    ).flat(),
  );
  return [...checkUptime(world, random, start), ...visits];
}
