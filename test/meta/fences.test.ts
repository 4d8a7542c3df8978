import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/** Each fence around core is tried: a file that climbs over it must be refused. */
const folder = mkdtempSync(join('src', 'core', 'fence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const base = JSON.parse(readFileSync('src/core/tsconfig.json', 'utf8'));

function compile(text: string): string {
  writeFileSync(join(folder, 'climb.ts'), text);
  const config = {
    ...base,
    extends: '../../../tsconfig.base.json',
    compilerOptions: { ...base.compilerOptions, rootDir: '..' },
    include: ['climb.ts', '../globals.d.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return spawnSync('node_modules/.bin/tsc', ['-p', folder], { encoding: 'utf8' }).stdout;
}

function lint(text: string): string {
  const file = join(folder, 'climb.ts');
  writeFileSync(file, text);
  return spawnSync('node_modules/.bin/oxlint', ['-c', '.oxlintrc.json', file], { encoding: 'utf8' }).stdout;
}

describe('the compiler keeps core pure', () => {
  test.each([
    ['a module of Node', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n"],
    ['process', 'export const a = process.env;\n'],
    ['Buffer', "export const a = Buffer.from('');\n"],
    ['console', "console.log('a');\nexport {};\n"],
    ['fetch', "export const a = fetch('https://example.com');\n"],
    ['a timer', 'setTimeout(() => {}, 1);\nexport {};\n'],
    ['a folder below it', "export { objectId } from '../../state/ledger.ts';\n"],
  ])('%s is refused', (_, text) => {
    expect(compile(text)).toMatch(/climb\.ts.*error TS|error TS/);
  });

  test('what is pure passes', () => {
    expect(compile("import { nsPerDay } from '../time/rfc3339.ts';\nexport const a = nsPerDay * 2n;\n")).toBe('');
  });
});

describe('lint keeps out what the compiler lets through', () => {
  test.each([
    ['the clock', 'export const a = Date.now();\n', 'no-restricted-properties'],
    ['randomness', 'export const a = Math.random();\n', 'no-restricted-properties'],
    [
      'a library with IO',
      "import { S3Client } from '@aws-sdk/client-s3';\nexport const a = S3Client;\n",
      'no-restricted-imports',
    ],
  ])('%s is refused', (_, text, rule) => {
    expect(lint(text)).toMatch(new RegExp(rule));
  });
});

test('core makes no date of now', () => {
  const { stdout } = spawnSync('grep', ['-rnE', 'new Date\\(\\)', 'src/core', 'logtypes', '--include=*.ts'], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});

describe('imports go one way', () => {
  /** Folders of `src` in the order of ARCHITECTURE.md, but for those that stand side by side. */
  const order = [
    ['sources', 'segments', 'engines'],
    ['state'],
    ['timeline'],
    ['answer'],
    ['destinations'],
    ['pipeline'],
    ['questions'],
    ['api'],
    ['cli'],
  ];
  const below = order.flatMap((level, at) => level.map((name) => [name, order.slice(at + 1).flat()] as const));

  test.each(below.filter(([, folders]) => folders.length > 0))('src/%s imports none of %j', (from, folders) => {
    const pattern = `from '(\\.\\./)+(${folders.join('|')})/`;
    const { stdout } = spawnSync('grep', ['-rnE', pattern, `src/${from}`, '--include=*.ts'], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('engines import no source', () => {
    const { stdout } = spawnSync('grep', ['-rnE', "from '(\\.\\./)+sources/", 'src/engines', '--include=*.ts'], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });

  test('the contract of the API takes nothing but zod and the pure core along; types cost nothing', () => {
    const words = [
      '-rnE',
      "^(import [^t]|export|}).* from '",
      'src/api/contract',
      '--include=*.ts',
      '--exclude=*.test.ts',
    ];
    const { stdout } = spawnSync('grep', words, { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !/ from '(zod'|\.\/|\.\.\/\.\.\/core\/)/.test(line))).toEqual([]);
  });
});
