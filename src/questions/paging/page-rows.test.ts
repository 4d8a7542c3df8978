import fc from 'fast-check';
import { expect, test } from 'vitest';
import { all } from '../../core/query/ast.ts';
import { collect, snapshotOf } from '../../engines/contract/ask.ts';
import { batchOf, type SampleEvent } from '../../engines/contract/batch-of.ts';
import type { EventRow } from '../../engines/engine.ts';
import { createMemoryEngine } from '../../engines/memory/engine.ts';
import { type Listing, rowsAfter, rowsBefore, tiesBefore } from './page-rows.ts';

/** Few instants, so that many rows share one. */
const events = fc.uniqueArray(
  fc.record({ time: fc.bigInt(1n, 4n), object: fc.constantFrom('a', 'b'), offset: fc.nat(12) }),
  {
    maxLength: 30,
    selector: ({ object, offset }) => `${object}-${offset}`,
  },
);

const key = ({ object, offset }: Pick<EventRow, 'object' | 'offset'>) => `${object}-${offset}`;

async function listingOf(rows: readonly SampleEvent[], order: Listing['order']): Promise<Listing> {
  const engine = createMemoryEngine({
    fieldTypes: () => undefined,
    openRecord: () => ({ values: () => [], keywords: () => [] }),
    entities: () => new Map(),
  });
  const segments = rows.length === 0 ? [] : await engine.write('one', batchOf(rows, {}));
  return { engine, snapshot: snapshotOf(segments), query: all, options: {}, order };
}

test('pages make the whole in either order, and back again', async () => {
  const order = fc.constantFrom('newest' as const, 'oldest' as const);
  await fc.assert(
    fc.asyncProperty(events, order, fc.integer({ min: 1, max: 7 }), async (rows, order, limit) => {
      const listing = await listingOf(rows, order);
      const whole = (await collect(listing.engine.search(all, listing.snapshot, { order }))).map(key);
      const pages = [await rowsAfter(listing, null, limit)];
      while (pages[pages.length - 1].more) pages.push(await rowsAfter(listing, pages[pages.length - 1].last, limit));
      expect(pages.flatMap((page) => page.rows.map(key))).toEqual(whole);
      const last = pages[pages.length - 1];
      const back = [last];
      while (pages.length > 1 && back[0].first !== null && (back.length === 1 || back[0].more))
        back.unshift(await rowsBefore(listing, back[0].first, limit));
      expect(back.flatMap((page) => page.rows.map(key))).toEqual(pages.length > 1 ? whole : last.rows.map(key));
    }),
  );
});

test('from the middle of an instant both sides begin at the row', async () => {
  await fc.assert(
    fc.asyncProperty(
      events.filter((rows) => rows.length > 0),
      fc.nat(),
      async (rows, pick) => {
        const listing = await listingOf(rows, 'oldest');
        const whole = await collect(listing.engine.search(all, listing.snapshot, { order: 'oldest' }));
        const at = pick % whole.length;
        const place = { ...whole[at], ties: await tiesBefore(listing, whole[at]) };
        const [before, after] = [await rowsBefore(listing, place, 5), await rowsAfter(listing, place, 5)];
        expect(before.rows.map(key)).toEqual(whole.slice(Math.max(0, at - 5), at).map(key));
        expect(after.rows.map(key)).toEqual(whole.slice(at + 1, at + 6).map(key));
        expect([before.more, after.more]).toEqual([at > 5, at + 6 < whole.length]);
      },
    ),
  );
});
