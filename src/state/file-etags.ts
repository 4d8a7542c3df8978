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

/** Hashes written by one statement, since each transaction costs an fsync. */
const atOnce = 256;

export function fileEtags(db: StateDb): FileEtags {
  const pending: FileEtagsTable[] = [];
  const flush = async () => {
    if (pending.length === 0) return;
    const rows = pending.splice(0);
    await db
      .insertInto('file_etags')
      .values(rows)
      .onConflict((oc) =>
        oc.column('path').doUpdateSet((eb) => ({
          size: eb.ref('excluded.size'),
          mtime: eb.ref('excluded.mtime'),
          inode: eb.ref('excluded.inode'),
          etag: eb.ref('excluded.etag'),
        })),
      )
      .execute();
  };
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
