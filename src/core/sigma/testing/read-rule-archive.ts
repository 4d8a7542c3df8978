import type { RuleFile } from '../load-rules.ts';

const decoder = new TextDecoder();

/** The YAML files of a tar archive (POSIX ustar: 512-byte headers, name at 0, octal size at 124, prefix at 345). */
export function readRuleArchive(bytes: Uint8Array): readonly RuleFile[] {
  const files: RuleFile[] = [];
  const text = (from: number, length: number): string =>
    decoder.decode(bytes.subarray(from, from + length)).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const path = [text(at + 345, 155), text(at, 100)].filter((part) => part !== '').join('/');
    if (path.endsWith('.yml')) files.push({ path, text: decoder.decode(bytes.subarray(at + 512, at + 512 + size)) });
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return files;
}
