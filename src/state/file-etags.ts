import type { FileIdentity } from '../sources/file/file-source.ts';
import { nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** Content hashes of files by path, size, time and inode: a file that looks the same is not read again to be known. */
export interface FileEtags {
  known(file: FileIdentity): Promise<string | undefined>;
  hashed(file: FileIdentity, etag: string): Promise<void>;
}

export function fileEtags(db: StateDb): FileEtags {
  return {
    async known({ path, size, mtimeNs, inode }) {
      const row = await db.selectFrom('file_etags').selectAll().where('path', '=', path).executeTakeFirst();
      if (row === undefined) return undefined;
      const isSame = row.size === size && row.mtime === nsText(mtimeNs) && row.inode === inode.toString();
      return isSame ? row.etag : undefined;
    },
    async hashed({ path, size, mtimeNs, inode }, etag) {
      const version = { size, mtime: nsText(mtimeNs), inode: inode.toString(), etag };
      const insert = db.insertInto('file_etags').values({ path, ...version });
      await insert.onConflict((oc) => oc.column('path').doUpdateSet(version)).execute();
    },
  };
}
