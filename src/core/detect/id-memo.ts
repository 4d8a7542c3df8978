/** Ids beyond this are not remembered but looked at again in each batch, so that hostile values cannot fill the memory. */
export const maxRemembered = 1 << 20;

/** An id a row; `size` is the highest id in use. */
export interface IdRows {
  readonly ids: Uint32Array;
  readonly rows: number;
  readonly size: number;
}

/** What was found out about the ids of a dictionary or list table: a number above 0 for each id above 0. */
export interface IdMemo {
  /** The finding for one id. */
  find(id: number, look: (id: number) => number): number;
  /** Looks at all ids up to `size`: whether each of them has this finding. Not told of more ids than are remembered. */
  isEvery(finding: number, size: number, look: (id: number) => number): boolean;
  /** Findings for the ids of `rows` rows; rows without an id get 0. */
  fill(from: IdRows, into: Uint32Array, look: (id: number) => number): void;
}

export function createIdMemo(): IdMemo {
  let remembered = new Uint32Array(256);
  const beyond = new Map<number, number>();
  /** The finding of all ids below `looked`, when they have the same one. */
  let common = 0;
  let looked = 1;
  const find: IdMemo['find'] = (id, look) => {
    if (id >= remembered.length && id < maxRemembered) remembered = grown(remembered, id);
    const known = id < remembered.length ? remembered[id] : (beyond.get(id) ?? 0);
    if (known !== 0) return known;
    const found = look(id);
    if (id < remembered.length) remembered[id] = found;
    else beyond.set(id, found);
    return found;
  };
  return {
    find,
    isEvery(finding, size, look) {
      if (size >= maxRemembered) return false;
      if (looked === 1 && size > 0) common = find(1, look);
      for (; looked <= size && common === finding; looked++) common = find(looked, look) === common ? common : 0;
      return common === finding;
    },
    fill({ ids, rows, size }, into, look) {
      beyond.clear();
      if (size >= remembered.length) remembered = grown(remembered, size);
      for (let row = 0; row < rows; row++) {
        const id = ids[row];
        const known = id < remembered.length ? remembered[id] : 0;
        into[row] = known !== 0 || id === 0 ? known : find(id, look);
      }
    },
  };
}

function grown(remembered: Uint32Array<ArrayBuffer>, id: number): Uint32Array<ArrayBuffer> {
  const length = Math.min(maxRemembered, Math.max(id + 1, 2 * remembered.length));
  if (length <= remembered.length) return remembered;
  const larger = new Uint32Array(length);
  larger.set(remembered);
  return larger;
}
