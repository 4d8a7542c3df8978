import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * The least that any program in JavaScript does with such objects: gunzip and JSON.parse, or gunzip and a split into
 * lines and cells. Returns how many records there were.
 */
export function floor(files: readonly string[], isJson: boolean): number {
  let records = 0;
  for (const file of files) {
    const stored = readFileSync(file);
    // As large as the text is said to be: zlib's default pieces of 16 kB cost a third more.
    const text = gunzipSync(stored, { chunkSize: stored.readUInt32LE(stored.length - 4) + 64 }).toString();
    records += isJson ? JSON.parse(text).Records.length : cellsOfLines(text);
  }
  return records;
}

function cellsOfLines(text: string): number {
  let lines = 0;
  for (const line of text.split('\n')) if (line.split(' ').length > 1) lines++;
  return lines - 1;
}
