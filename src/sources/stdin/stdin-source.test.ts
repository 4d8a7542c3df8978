import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, listed } from '../contract.ts';
import { stdinSource } from './stdin-source.ts';

async function* input(...pieces: string[]) {
  for (const piece of pieces) yield new TextEncoder().encode(piece);
}

describe('standard input', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kushi-stdin-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is one object, known by its content', async () => {
    const source = stdinSource(input('one\n', 'two\n'), { folder });
    const [object, ...others] = await listed(source);
    expect(others).toEqual([]);
    expect(object).toMatchObject({ bucket: 'stdin', key: '-', name: '-', size: 8 });
    expect(object.etag).toBe(createHash('sha256').update('one\ntwo\n').digest('hex').slice(0, 32));
    for (let times = 0; times < 2; times++) {
      expect(new TextDecoder().decode(await bytesOf(source, object))).toBe('one\ntwo\n');
    }
    await source.close();
  });

  it('keeps its copy to the owner, and removes it', async () => {
    const source = stdinSource(input('secret'), { folder });
    await listed(source);
    const [home] = await readdir(folder);
    expect((await stat(join(folder, home))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, home, 'object'))).mode & 0o777).toBe(0o600);
    await source.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops at the size limit and leaves nothing behind', async () => {
    const source = stdinSource(input('12345', '67890'), { folder, maxBytes: 9 });
    await expect(listed(source)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('cannot open what an earlier run had', async () => {
    const source = stdinSource(input(''), { folder });
    const object = { bucket: 'stdin', key: '-', etag: 'x', size: 1, time: 0n, name: '-' };
    await expect(source.open(object)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});
