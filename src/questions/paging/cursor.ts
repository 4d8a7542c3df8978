import { z } from 'zod';
import { KushiError } from '../../core/error/error.ts';

const instant = z.string().regex(/^-?\d{1,19}$/);

/** Where a page ends, and what may be seen of the store on those that follow. Callers get it as a text they cannot read. */
const shape = z.strictObject({
  /** The snapshot of the first page, as the thread that made it calls it. */
  snapshot: z.string().max(60),
  thread: z.int(),
  /** When the first page was asked for, milliseconds: without the snapshot nothing that was loaded later is shown. */
  asked: z.int(),
  from: instant.nullable(),
  to: instant.nullable(),
  order: z.enum(['newest', 'oldest']),
  /** Whether the page is of the rows behind the place or of those before it. */
  side: z.enum(['after', 'before']),
  /** The row at the place, and how many rows of its very instant come before it. */
  time: instant,
  object: z.string().max(100),
  offset: z.int().min(0),
  ties: z.int().min(0),
});

export type Cursor = z.infer<typeof shape>;

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Throws REQUEST_INVALID for what no answer ever gave. */
export function readCursor(text: string): Cursor {
  const read = shape.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  if (read.success) return read.data;
  throw new KushiError('REQUEST_INVALID', 'The cursor is none that an answer gave. Ask for the first page again.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
