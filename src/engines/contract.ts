import { describe } from 'vitest';
import type { EngineUnderTest } from './contract/ask.ts';
import { openJsonRecord } from './contract/json-record.ts';
import { describeQuestions } from './contract/questions.ts';
import { sampleEntities, sampleFieldTypes } from './contract/sample-types.ts';
import { describeStorage } from './contract/storage.ts';
import type { EngineOptions } from './engine-options.ts';

/** What the suite's log types are. */
const options: EngineOptions = {
  fieldTypes: sampleFieldTypes,
  openRecord: openJsonRecord,
  entities: () => sampleEntities,
};

/** The suite every engine passes: what it stores, and what it answers. `create` gives an engine on an empty store. */
export function describeEngine(name: string, create: (options: EngineOptions) => Promise<EngineUnderTest>): void {
  describe(`engine ${name}`, () => {
    describeStorage(() => create(options));
    describeQuestions(() => create(options));
  });
}
