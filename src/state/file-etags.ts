import type { FileIdentity } from '../sources/file/file-source.ts';
import { nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { FileEtagsTable } from './tables.ts';

/** Content hashes of files by path, size, time and inode: a file that looks the same is not read again to be known. */
export interface FileEtags {
  known(file: FileIdentity): Promise<string | undefined>;
  hashed(file: FileIdentity, etag: string): Promise<void>;
  /** Writes what is still to be written; losing it costs reading the files once more. */
  flush(): Promise<void>;
}

/** Hashes written by one transaction, which costs an fsync. */
const atOnce = 256;

export function fileEtags(db: StateDb): FileEtags {
  const pending: FileEtagsTable[] = [];
  const flush = () =>
    db.transaction().execute(async (trx) => {
      for (const row of pending.splice(0))
        await trx
          .insertInto('file_etags')
          .values(row)
          .onConflict((oc) => oc.column('path').doUpdateSet(row))
          .execute();
    });
  return {
    async known({ path, size, mtimeNs, inode }) {
      const row = await db.selectFrom('file_etags').selectAll().where('path', '=', path).executeTakeFirst();
      if (row === undefined) return undefined;
      const isSame = row.size === size && row.mtime === nsText(mtimeNs) && row.inode === inode.toString();
      return isSame ? row.etag : undefined;
    },
    async hashed({ path, size, mtimeNs, inode }, etag) {
      pending.push({ path, size, mtime: nsText(mtimeNs), inode: inode.toString(), etag });
      if (pending.length >= atOnce) await flush();
    },
    flush,
  };
}
