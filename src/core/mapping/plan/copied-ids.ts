import { type Dictionary, type Place, ValueKind } from '../../batch/dictionary.ts';

const utf8 = new TextEncoder();

/**
 * Ids of a column for a field that shares its dictionary: those of its texts, numbers and flags, and 0 where there is
 * JSON null or a text of `absent`. Null when there is an object or a list, whose meaning is for the mapping to say.
 */
export function copiedIds(ids: Uint32Array, dictionary: Dictionary, absent: ReadonlySet<string>): Uint32Array | null {
  const isAbsent = absentTest(dictionary, absent);
  let copied = ids;
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    if (id === 0) continue;
    const kind = dictionary.kind(id);
    if (kind === ValueKind.json) return null;
    if (kind !== ValueKind.null && !isAbsent(id)) continue;
    if (copied === ids) copied = ids.slice();
    copied[row] = 0;
  }
  return copied;
}

/** Texts are made of those values only that are as long as one of `absent`. */
function absentTest(dictionary: Dictionary, absent: ReadonlySet<string>): (id: number) => boolean {
  if (dictionary.place === undefined) return (id) => absent.has(dictionary.text(id));
  const lengths = new Set([...absent].map((text) => utf8.encode(text).length));
  const place: Place = { bytes: new Uint8Array(0), start: 0, end: 0 };
  return (id) => {
    dictionary.place!(id, place);
    return lengths.has(place.end - place.start) && absent.has(dictionary.text(id));
  };
}
