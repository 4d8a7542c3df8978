import type { RollUp } from '../core/logtype/logtype.ts';
import type { FieldAccess } from '../core/query/field-access.ts';
import type { FieldTypes } from '../core/query/field-types.ts';

/** A record as queries look into it: `record.<path>` fields and keywords, through the log type's own reader. */
export type OpenRecord = (dataset: string, raw: Uint8Array) => FieldAccess;

/** What an engine must know of the log types; the same for every engine. */
export interface EngineOptions {
  readonly fieldTypes: FieldTypes;
  readonly openRecord: OpenRecord;
  /** Entity fields of a dataset and how they roll up. */
  readonly entities: (dataset: string) => ReadonlyMap<string, RollUp>;
}
