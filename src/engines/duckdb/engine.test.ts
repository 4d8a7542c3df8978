import { describeEngine } from '../contract.ts';
import { createTemporaryEngine } from './temporary-engine.ts';

describeEngine('duckdb', createTemporaryEngine);
