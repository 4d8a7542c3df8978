import type { CompiledRule } from '../../src/core/sigma/compile-rule.ts';
import { loadRules, type RuleFile } from '../../src/core/sigma/load-rules.ts';
import type { Resolver } from '../../src/core/sigma/resolver.ts';

export type PathRule = CompiledRule & { readonly path: string };

export interface Force {
  readonly dataset: string;
  /** Of the log type, for the names it knows. */
  readonly resolver: Resolver;
  /** Fields that events have; a name that nobody knows becomes one of them, always the same. */
  readonly fields: readonly string[];
  /** Marks the rules' ids, which must differ from those of the same rules elsewhere. */
  readonly mark: string;
}

/** Rules sent to a dataset whatever their logsource says, and to fields it has whatever they ask for. */
export function forcedRules(files: readonly RuleFile[], { dataset, resolver, fields, mark }: Force): PathRule[] {
  const everything: Resolver = {
    logsources: [],
    datasets: () => [dataset],
    field: (_, name) => {
      const found = resolver.field(dataset, name);
      return 'field' in found ? found : { field: fields[hash(name) % fields.length] };
    },
  };
  return loadRules(files, everything).rules.map((rule) => marked(rule, `${dataset} ${mark}`));
}

export function marked(rule: PathRule, mark: string): PathRule {
  return { ...rule, rule: { ...rule.rule, id: `${rule.rule.id ?? rule.path} ${mark}` } };
}

function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)!) % 1_000_003;
  return sum;
}
