import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, describeSource, listed } from '../contract.ts';
import { fileSource } from './file-source.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'kushi-files-'));

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

describeSource(
  'file',
  async () => {
    const folder = await newFolder();
    return {
      source: fileSource(folder),
      put: (key, content) => put(join(folder, key), content),
      keyOf: (object) => object.key.slice(folder.length + 1),
      stop: () => rm(folder, { recursive: true }),
    };
  },
  { without: ['lead//double/x'] },
);

describe('file source', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const names = async () =>
    (await listed(fileSource(folder))).map(({ name, skip }) => [name.slice(folder.length + 1), skip]);
  beforeAll(async () => {
    folder = await newFolder();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('goes through folders in the order of paths and says why it leaves something out', async () => {
    for (const name of ['b.json', 'a/2.json', 'a/1.json', 'a.json', '.hidden', '.git/config'])
      await put(at(name), name);
    await symlink('..', at('a/up'));
    await symlink('nowhere', at('dangling'));
    await symlink('b.json', at('c-link'));
    execFileSync('mkfifo', [at('pipe')]);
    expect(await names()).toEqual([
      ['.git', expect.stringContaining('HIDDEN')],
      ['.hidden', expect.stringContaining('HIDDEN')],
      ['a.json', undefined],
      ['a/1.json', undefined],
      ['a/2.json', undefined],
      ['a/up', expect.stringContaining('LINK_LOOP')],
      ['b.json', undefined],
      ['c-link', undefined],
      ['dangling', expect.stringContaining('DANGLING_LINK')],
      ['pipe', expect.stringContaining('SPECIAL_FILE')],
    ]);
  });

  it('takes a hidden file that is asked for by name', async () => {
    const [object] = await listed(fileSource(at('.hidden')));
    expect(object).toMatchObject({ name: at('.hidden'), key: at('.hidden'), bucket: 'file' });
    expect(object.skip).toBeUndefined();
  });

  it('knows content by its SHA-256, whatever the path or time', async () => {
    await utimes(at('b.json'), 1_600_000_000, 1_600_000_000.5);
    const [object] = await listed(fileSource(at('b.json')));
    expect(object.etag).toBe(createHash('sha256').update('b.json').digest('hex').slice(0, 32));
    expect(object.time).toBe(1_600_000_000_500_000_000n);
    expect((await listed(fileSource(at('c-link'))))[0].etag).toBe(object.etag);
  });

  it('does not hash a version it is told the ETag of', async () => {
    const asked: unknown[] = [];
    const known = (file: object) => {
      asked.push(file);
      return 'remembered';
    };
    const [object] = await listed(fileSource(at('b.json'), { known }));
    expect(object.etag).toBe('remembered');
    expect(asked).toEqual([{ path: at('b.json'), size: 6, mtimeNs: object.time, inode: expect.any(BigInt) }]);
  });

  it('notices that a file grew while it was read', async () => {
    await put(at('growing'), new Uint8Array(1_000_000));
    const source = fileSource(at('growing'));
    const [object] = await listed(source);
    const pieces = (await source.open(object))[Symbol.asyncIterator]();
    await pieces.next();
    await appendFile(at('growing'), 'more');
    const rest = async () => {
      while (!(await pieces.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('changed'),
    });
  });

  it('offers what it cannot read, and says why when it is opened', async () => {
    const source = fileSource('/proc/self/mem');
    const [object] = await listed(source);
    expect(object).toMatchObject({ etag: 'unreadable', name: '/proc/self/mem' });
    await expect(bytesOf(source, object)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  it('fails at once when there is nothing at the path', async () => {
    await expect(listed(fileSource(at('absent')))).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });
});
