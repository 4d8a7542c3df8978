import type { Column } from '../batch/column.ts';
import type { ColumnMemory } from '../batch/column-memory.ts';
import { decodeBytes } from './decode-bytes.ts';
import { decodeBoolean, decodeDouble, decodeInt64 } from './decode-fixed.ts';
import { decodeList } from './decode-list.ts';
import { decodeText } from './decode-text.ts';
import type { ColumnSchema } from './metadata.ts';
import type { ChunkPages } from './read-pages.ts';

/**
 * The column that `rows` rows of unpacked pages hold. Dictionaries come back as they lie in the file: no value is hashed
 * or decoded. Lists are not compared with each other: each row has a list of its own. Arrays
 * of texts and numbers are in `memory`, when it is given. Fails with STORAGE_CORRUPT.
 */
export function decodeColumn(schema: ColumnSchema, pages: ChunkPages, rows: number, memory?: ColumnMemory): Column {
  switch (schema.kind) {
    case 'text':
      return decodeText(pages, rows, memory);
    case 'list':
      return decodeList(pages, rows);
    case 'int64':
    case 'time':
      return decodeInt64(schema, pages, { rows, memory });
    case 'double':
      return decodeDouble(schema, pages, rows);
    case 'boolean':
      return decodeBoolean(pages, rows);
    case 'bytes':
    case 'raw':
      return decodeBytes(pages, rows);
  }
}
