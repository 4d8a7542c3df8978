/** Ids beyond this are not remembered but looked at again in each batch, so that hostile values cannot fill the memory. */
export const maxRemembered = 1 << 20;

/** What was found out about the ids of a dictionary or list table: a number above 0 for each id above 0. */
export interface IdMemo {
  /** The finding for one id. */
  find(id: number, look: (id: number) => number): number;
  /** Findings for the ids of `rows` rows; rows without an id get 0. `size` is the highest id in use. */
  fill(
    from: { readonly ids: Uint32Array; readonly rows: number; readonly size: number },
    into: Uint32Array,
    look: (id: number) => number,
  ): void;
}

export function createIdMemo(): IdMemo {
  let remembered = new Uint32Array(256);
  const beyond = new Map<number, number>();
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
