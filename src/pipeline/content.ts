import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { ecsField } from '../core/ecs/ecs.ts';
import { ecsFields } from '../core/ecs/fields.gen.ts';
import type { Problem } from '../core/error/error.ts';
import type { VendorTypes } from '../core/event/document.ts';
import { type LogType, loadLogType } from '../core/logtype/load-logtype.ts';
import type { RollUp, VendorField } from '../core/logtype/logtype.ts';
import type { FieldTypes } from '../core/query/field-types.ts';
import { createResolver } from '../core/sigma/create-resolver.ts';
import { type LoadedRules, loadRules, type RuleFile } from '../core/sigma/load-rules.ts';
import { ruleTarget } from '../core/sigma/rule-target.ts';
import { ownFields } from './own-fields.ts';
import { readLogTypes, readRules } from './read-folders.ts';

/** Everything that is data: log types and rules, shipped and the user's own, checked and compiled. */
export interface Content {
  readonly logTypes: ReadonlyMap<string, LogType>;
  readonly rules: LoadedRules;
  /** Of log types; those of rules are in `rules`. */
  readonly problems: readonly Problem[];
  readonly fieldTypes: FieldTypes;
  /** Fields that events may have, for wildcards in field names and nearest names. */
  readonly fieldNames: readonly string[];
  readonly vendorTypes: VendorTypes;
  readonly entities: (dataset: string) => ReadonlyMap<string, RollUp>;
}

export interface ContentOptions {
  readonly config: Pick<Config, 'logtypes' | 'rules'>;
  /** Folder with the shipped `logtypes/` and `rules/`. */
  readonly root: string;
  /** In place of all other rules. */
  readonly onlyRules?: readonly string[];
}

/** Reads and compiles all content. A log type with errors is left out, and its problems say why. */
export function loadContent({ config, root, onlyRules }: ContentOptions): Content {
  const { logTypes, problems } = loadLogTypes(config.logtypes, root);
  const ruleFolders = onlyRules ?? [join(root, 'rules'), ...config.rules];
  const files = ruleFolders.flatMap((folder): RuleFile[] => readRules(folder, root));
  const rules = loadRules(files, createResolver([...logTypes.values()].map(ruleTarget)));
  const vendor = new Map<string, VendorField>();
  for (const field of [...ownFields, ...[...logTypes.values()].flatMap((type) => type.fields.fields)])
    vendor.set(field.name, field);
  return {
    logTypes,
    rules,
    problems,
    fieldTypes: (name) => ecsField(name)?.type ?? vendor.get(name)?.type,
    fieldNames: [...new Set([...Object.keys(ecsFields), ...vendor.keys()])],
    vendorTypes: new Map([...vendor].map(([name, { type, array }]) => [name, array ? { type, array } : { type }])),
    entities: (dataset) => logTypes.get(dataset)?.definition.entities ?? new Map(),
  };
}

function loadLogTypes(
  folders: readonly string[],
  root: string,
): { logTypes: Map<string, LogType>; problems: Problem[] } {
  const shipped = join(root, 'logtypes');
  const fragmentsFile = join(shipped, '_fragments.yml');
  const text = existsSync(fragmentsFile) ? readFileSync(fragmentsFile, 'utf8') : 'fragments: {}';
  const fragments = { file: 'logtypes/_fragments.yml', text };
  const logTypes = new Map<string, LogType>();
  const problems: Problem[] = [];
  const sources = [shipped, ...folders].flatMap((folder) => readLogTypes(folder, root));
  const whole = new Map(
    sources.filter(({ files }) => files.has('logtype.yml')).map((source) => [basename(source.folder), source]),
  );
  for (const source of sources) {
    const checked = loadLogType(source, { fragments, find: (id) => whole.get(id) });
    problems.push(...checked.problems);
    if (checked.value !== undefined) logTypes.set(checked.value.definition.id, checked.value);
  }
  return { logTypes, problems };
}
