import type { Logsource } from '../logtype/logtype.ts';

/** What a field name of a rule means for one dataset. */
export type ResolvedField =
  /** An ECS or vendor field, or `record.<vendor path>`. */
  { readonly field: string } | { readonly nearest: string | undefined };

/** What rules need to know of the installed log types. */
export interface Resolver {
  /** All that log types say they serve. */
  readonly logsources: readonly Logsource[];
  /** Ids of the log types that serve a logsource; none when it is unknown. */
  datasets(logsource: Logsource): readonly string[];
  field(dataset: string, name: string): ResolvedField;
}
