import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadContent } from './content.ts';
import { receiveContent, shareContent } from './shared-content.ts';

const content = loadContent({ config: { logtypes: [], rules: [] }, root: resolve(import.meta.dirname, '../..') });

/** What arrives in another thread. */
const received = () => receiveContent(structuredClone(shareContent(content)));

test('content is the same in the thread it is sent to', () => {
  const { logTypes, rules, fieldTypes, entities } = received();
  expect([...logTypes.keys()]).toEqual([...content.logTypes.keys()]);
  expect(rules.rules).toEqual(content.rules.rules);
  for (const name of content.fieldNames) expect(fieldTypes(name)).toBe(content.fieldTypes(name));
  for (const id of logTypes.keys()) expect(entities(id)).toEqual(content.entities(id));
});

test('a mapping compiles to the same targets there', () => {
  for (const [id, { mapping, mappingVersion }] of received().logTypes) {
    const own = content.logTypes.get(id)!;
    expect(mappingVersion).toBe(own.mappingVersion);
    expect(mapping.paths).toEqual(own.mapping.paths);
    expect(mapping.targets.map(({ field, inputs }) => [field, inputs])).toEqual(
      own.mapping.targets.map(({ field, inputs }) => [field, inputs]),
    );
  }
});
