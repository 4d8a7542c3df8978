import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatFunctions } from './format-functions.ts';
import { mappingFunctions } from './mapping-functions.ts';

const file = new URL('../../../../docs/specs/logtype.md', import.meta.url);
const section = /(<!-- functions -->\n)[\s\S]*?(\n<!-- end of functions -->)/;

test('the specification lists the functions as they are declared', () => {
  const page = readFileSync(file, 'utf8');
  const current = page.replace(section, (_, start, end) => `${start}${formatFunctions(mappingFunctions)}${end}`);
  if (process.env.GOLDEN === 'write') writeFileSync(file, current);
  expect(section.test(page)).toBe(true);
  expect(process.env.GOLDEN === 'write' ? current : page).toBe(current);
});
