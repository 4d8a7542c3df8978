import { z } from 'zod';

/** A moment: RFC 3339 with up to nine digits of a second, in UTC. */
export const moment = z.string().meta({ format: 'date-time', examples: ['2026-11-24T02:14:05.120Z'] });

/** A moment asked for: RFC 3339, or how long ago, such as `-24h`. Without a zone it is UTC. */
export const momentAsked = z
  .string()
  .min(1)
  .max(40)
  .meta({ examples: ['2026-11-24T02:00:00Z', '-24h'] });
