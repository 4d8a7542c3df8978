import { type FileSystem, nodeFileSystem } from '../../src/segments/file-system.ts';

/** What was done to a disk, in order. `transaction` stands for a commit of the database, which is durable by itself. */
export type DiskOperation =
  | { readonly do: 'create'; readonly path: string }
  | { readonly do: 'write'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly do: 'sync'; readonly path: string }
  | { readonly do: 'rename'; readonly path: string; readonly to: string }
  | { readonly do: 'unlink'; readonly path: string }
  | { readonly do: 'make folder'; readonly path: string }
  | { readonly do: 'sync folder'; readonly path: string }
  | { readonly do: 'transaction'; readonly database: Uint8Array };

/** The machine's file system, which notes all that changes it. */
export function loggedFiles(log: DiskOperation[]): FileSystem {
  return {
    ...nodeFileSystem,
    async create(path) {
      log.push({ do: 'create', path });
      const file = await nodeFileSystem.create(path);
      return {
        write: (bytes) => {
          log.push({ do: 'write', path, bytes: bytes.slice() });
          return file.write(bytes);
        },
        sync: () => {
          log.push({ do: 'sync', path });
          return file.sync();
        },
        close: file.close,
      };
    },
    rename(path, to) {
      log.push({ do: 'rename', path, to });
      return nodeFileSystem.rename(path, to);
    },
    unlink(path) {
      log.push({ do: 'unlink', path });
      return nodeFileSystem.unlink(path);
    },
    async makeFolder(path) {
      const topmost = await nodeFileSystem.makeFolder(path);
      if (topmost !== undefined) log.push({ do: 'make folder', path });
      return topmost;
    },
    syncFolder(path) {
      log.push({ do: 'sync folder', path });
      return nodeFileSystem.syncFolder(path);
    },
  };
}
