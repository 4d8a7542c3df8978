import { describeEngine } from '../contract.ts';
import { createMemoryEngine } from './engine.ts';

describeEngine('memory', async (options) => ({ engine: createMemoryEngine(options), cleanUp: async () => {} }));
