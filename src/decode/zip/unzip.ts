import { crc32 } from 'node:zlib';
import { type ZipFile as Archive, type Entry, open } from 'yauzl';
import type { ByteStream } from '../byte-stream.ts';
import { corrupt, Damage, truncated } from '../decode-error.ts';
import { type DecodeOptions, defaultDecodeOptions } from '../decode-options.ts';
import { inflateRaw } from '../gzip/gunzip.ts';
import { spool } from '../spool.ts';

/** A file in an archive, still as it was put in (a .gz stays one). Its bytes must be read before the next file's. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: ByteStream;
}

const stored = 0;
const deflated = 8;
const utf8Flag = 0x800;

/**
 * The files of a zip, in the order of its central directory; folders and the resource forks of macOS are left out. The
 * directory stands at the end and is the only reliable list, so the archive is copied to a temporary file first; an
 * archive that was cut off has none and yields nothing. The CRC-32 of each file is verified.
 */
export async function* unzip(stream: ByteStream, options: DecodeOptions): AsyncIterable<ZipFile> {
  const { maxSpoolBytes, salvageBytes } = { ...defaultDecodeOptions, ...options };
  const tooLarge = () => new Damage('DECODE_BOMB', `The zip is larger than the ${maxSpoolBytes} bytes allowed.`);
  const copy = await spool(stream, { folder: options.spoolFolder, maxBytes: maxSpoolBytes, tooLarge });
  try {
    const archive = await openArchive(copy.path);
    try {
      for (let entry = await nextEntry(archive); entry; entry = await nextEntry(archive)) {
        const name = entryName(entry);
        if (name.endsWith('/') || name.startsWith('__MACOSX/')) continue;
        yield { name, bytes: verified(entry, contents(archive, entry, salvageBytes)) };
      }
    } finally {
      archive.close();
    }
  } finally {
    await copy.remove();
  }
}

function openArchive(path: string): Promise<Archive> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, decodeStrings: false }, (problem, archive) => {
      if (problem === null) resolve(archive);
      else if (/not found/.test(problem.message))
        reject(truncated('the zip: its directory, which stands at the end, is missing'));
      else reject(corrupt(`The zip is damaged: ${problem.message}.`));
    });
  });
}

function nextEntry(archive: Archive): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    archive.removeAllListeners();
    archive.once('entry', resolve);
    archive.once('end', () => resolve(undefined));
    archive.once('error', (problem) => reject(corrupt(`The directory of the zip is damaged: ${problem.message}.`)));
    archive.readEntry();
  });
}

/** Names are for people and for telling log types apart; none is used as a path, so all are allowed. */
function entryName({ fileName, generalPurposeBitFlag }: Entry): string {
  const bytes = fileName as unknown as Uint8Array;
  const isUtf8 = (generalPurposeBitFlag & utf8Flag) !== 0 || isValidUtf8(bytes);
  return new TextDecoder(isUtf8 ? 'utf-8' : 'latin1').decode(bytes);
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

async function* contents(archive: Archive, entry: Entry, salvageBytes: number): ByteStream {
  if (entry.isEncrypted()) throw new Damage('DECODE_UNSUPPORTED', 'The file in the zip is encrypted.');
  const method = entry.compressionMethod;
  if (method !== stored && method !== deflated) {
    throw new Damage('DECODE_UNSUPPORTED', `The file in the zip is compressed by method ${method}, which is not read.`);
  }
  const raw = await openRaw(archive, entry);
  yield* method === stored ? raw : inflateRaw(raw, salvageBytes);
}

function openRaw(archive: Archive, entry: Entry): Promise<ByteStream> {
  const decompress = entry.compressionMethod === deflated ? false : null;
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, { decompress, decrypt: null, start: null, end: null }, (problem, stream) => {
      if (problem === null) resolve(stream);
      else reject(corrupt(`The file in the zip cannot be read: ${problem.message}.`));
    });
  });
}

async function* verified(entry: Entry, bytes: ByteStream): ByteStream {
  let crc = 0;
  for await (const piece of bytes) {
    crc = crc32(piece, crc);
    yield piece;
  }
  if (crc !== entry.crc32) throw corrupt('The checksum (CRC-32) of the file in the zip does not match.');
}
