import type { ColumnMemory } from '../../batch/column-memory.ts';
import { type Dictionary, type Place, ValueKind } from '../../batch/dictionary.ts';
import type { IdTable } from './id-table.ts';

const utf8 = new TextEncoder();

/** Stands for a value that is not to be copied. */
const structure = 0xfffffffd;

/**
 * Ids of a column for a field that shares its dictionary: those of its texts, numbers and flags, and 0 where there is
 * JSON null or a text of `absent`. Null when there is an object or a list, whose meaning is for the mapping to say.
 * `known` has what earlier calls found of the same dictionary.
 */
export function copiedIds(
  { ids, dictionary }: { readonly ids: Uint32Array; readonly dictionary: Dictionary },
  absent: ReadonlySet<string>,
  { known, columns }: { readonly known: IdTable; readonly columns: ColumnMemory },
): Uint32Array | null {
  const isAbsent = absentTest(dictionary, absent);
  const copyOf = (id: number): number => {
    if (id === 0) return 0;
    const kind = dictionary.kind(id);
    if (kind === ValueKind.json) return structure;
    return kind === ValueKind.null || isAbsent(id) ? 0 : id;
  };
  const copied = dictionary.unique
    ? mapped(ids, copyOf, columns)
    : known.codesOf({ ids, size: dictionary.size }, copyOf, columns);
  for (let row = 0; row < ids.length; row++) {
    // What differs is absent or, once in a while, a structure.
    if (copied[row] !== ids[row]) return copied.includes(structure) ? null : copied;
  }
  return ids;
}

function mapped(ids: Uint32Array, copyOf: (id: number) => number, columns: ColumnMemory): Uint32Array {
  const copied = columns.uint32(ids.length);
  for (let row = 0; row < ids.length; row++) copied[row] = copyOf(ids[row]);
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
