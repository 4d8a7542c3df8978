import type { Engine, LiveSegment, Snapshot } from '../../engines/engine.ts';

/** How often each value of a field was seen. */
export interface ValueCounts {
  readonly values: readonly string[];
  /** In the order of the values; 0 for one whose segments are gone. */
  readonly counts: readonly number[];
}

/** The same, and when each value was seen first, milliseconds. */
export interface SeenValues extends ValueCounts {
  readonly firsts: readonly number[];
}

interface FieldValues extends SeenValues {
  readonly places: Map<string, number>;
  readonly values: string[];
  readonly counts: number[];
  readonly firsts: number[];
}

/** What one segment adds to the counts, by field. */
type Share = ReadonlyMap<string, { readonly places: Uint32Array; readonly counts: Uint32Array }>;

/**
 * Values of the entity index by field, kept in memory: segments add their sidecar's part and take it back when they go.
 * A value takes about 120 bytes, and 8 more for each segment it is in.
 */
export interface EntityValues {
  /** Brings the counts up to a snapshot, unless that is under way. */
  readonly update: (snapshot: Snapshot) => Promise<void>;
  readonly of: (field: string) => SeenValues | undefined;
}

export function entityValues(engine: Engine): EntityValues {
  const fields = new Map<string, FieldValues>();
  const shares = new Map<string, Share>();
  let updating: Promise<void> | undefined;

  const update = async ({ segments }: Snapshot) => {
    const live = new Set(segments.map(({ entitiesKey }) => entitiesKey));
    for (const segment of segments)
      if (!shares.has(segment.entitiesKey)) shares.set(segment.entitiesKey, await shareOf(engine, segment, fields));
    for (const [key, share] of shares) {
      if (live.has(key)) continue;
      change(fields, share, -1);
      shares.delete(key);
    }
  };
  return {
    update: (snapshot) => {
      updating ??= update(snapshot).finally(() => {
        updating = undefined;
      });
      return updating;
    },
    of: (field) => fields.get(field),
  };
}

async function shareOf(engine: Engine, segment: LiveSegment, fields: Map<string, FieldValues>): Promise<Share> {
  const sums = new Map<string, Map<string, number>>();
  for (const { field, value, count, first } of await engine.sightings({}, { segments: [segment] })) {
    const ofField = sums.get(field) ?? new Map<string, number>();
    sums.set(field, ofField);
    ofField.set(value, (ofField.get(value) ?? 0) + count);
    const known = fields.get(field) ?? { places: new Map(), values: [], counts: [], firsts: [] };
    fields.set(field, known);
    const place = placeOf(known, value);
    known.firsts[place] = Math.min(known.firsts[place], Number(first / 1_000_000n));
  }
  const share: Share = new Map(
    [...sums].map(([field, counts]) => {
      const known = fields.get(field)!;
      const places = Uint32Array.from(counts.keys(), (value) => placeOf(known, value));
      return [field, { places, counts: Uint32Array.from(counts.values()) }];
    }),
  );
  change(fields, share, 1);
  return share;
}

function placeOf({ places, values, counts, firsts }: FieldValues, value: string): number {
  const known = places.get(value);
  if (known !== undefined) return known;
  places.set(value, values.length);
  values.push(value);
  counts.push(0);
  firsts.push(Number.POSITIVE_INFINITY);
  return values.length - 1;
}

function change(fields: ReadonlyMap<string, FieldValues>, share: Share, sign: 1 | -1): void {
  for (const [field, { places, counts }] of share) {
    const known = fields.get(field)!;
    places.forEach((place, index) => {
      known.counts[place] += sign * counts[index];
    });
  }
}
