import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '..', 'golden');

/**
 * Compares an answer with the one that is kept; `GOLDEN=write` keeps it anew. Ids of objects hold the path they were read
 * from, so they are numbered; cursors say only whether there is one.
 */
export function expectGolden(name: string, answer: unknown): void {
  const path = join(folder, `${name}.json`);
  const text = `${JSON.stringify(withoutPlaces(answer), null, 2)}\n`;
  if (process.env.GOLDEN === 'write' || !existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

function withoutPlaces(answer: unknown): unknown {
  const objects = new Map<string, string>();
  const numbered = (id: string) => {
    if (!objects.has(id)) objects.set(id, `object-${objects.size + 1}`);
    return objects.get(id)!;
  };
  const text = JSON.stringify(answer, (key, value) => {
    if (typeof value !== 'string') return value;
    if (key === 'next' || key === 'previous') return 'cursor';
    if (key === 'number') return value.replace(/^A-\d+$/, 'A-1');
    return value.replace(/\/\S*?\/kushi-test-\w+/g, '/home').replace(/\b[0-9a-f]{24}\b/g, numbered);
  });
  return JSON.parse(text);
}
