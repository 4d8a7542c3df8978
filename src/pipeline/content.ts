import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { ecsField } from '../core/ecs/ecs.ts';
import { ecsFields } from '../core/ecs/fields.gen.ts';
import type { Problem } from '../core/error/error.ts';
import type { VendorTypes } from '../core/event/document.ts';
import { type LogType, loadLogType } from '../core/logtype/load-logtype.ts';
import type { Checked, LogTypeFiles, RollUp, VendorField } from '../core/logtype/logtype.ts';
import type { SourceFile } from '../core/mapping/compile/compile-mapping.ts';
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
  /** The texts that log types are made of. */
  readonly sources: LogTypeSources;
}

/** Folders of log types as text. */
export interface LogTypeSources {
  readonly folders: readonly LogTypeFiles[];
  readonly fragments: SourceFile;
  /** The folder that each log type in use was made from. */
  readonly byType: ReadonlyMap<string, LogTypeFiles>;
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
  const { logTypes, problems, sources } = loadLogTypes(readSources(config.logtypes, root));
  const ruleFolders = onlyRules ?? [join(root, 'rules'), ...config.rules];
  const files = ruleFolders.flatMap((folder): RuleFile[] => readRules(folder, root));
  const rules = loadRules(files, createResolver([...logTypes.values()].map(ruleTarget)));
  return contentOf({ logTypes, rules, problems, sources });
}

/** What follows from log types and rules. */
export function contentOf(parts: Pick<Content, 'logTypes' | 'rules' | 'problems' | 'sources'>): Content {
  const { logTypes } = parts;
  const vendor = new Map<string, VendorField>();
  for (const field of [...ownFields, ...[...logTypes.values()].flatMap((type) => type.fields.fields)])
    vendor.set(field.name, field);
  return {
    ...parts,
    fieldTypes: (name) => ecsField(name)?.type ?? vendor.get(name)?.type,
    fieldNames: [...new Set([...Object.keys(ecsFields), ...vendor.keys()])],
    vendorTypes: new Map([...vendor].map(([name, { type, array }]) => [name, array ? { type, array } : { type }])),
    entities: (dataset) => logTypes.get(dataset)?.definition.entities ?? new Map(),
  };
}

type SourceTexts = Pick<LogTypeSources, 'folders' | 'fragments'>;

function readSources(folders: readonly string[], root: string): SourceTexts {
  const shipped = join(root, 'logtypes');
  const fragmentsFile = join(shipped, '_fragments.yml');
  const text = existsSync(fragmentsFile) ? readFileSync(fragmentsFile, 'utf8') : 'fragments: {}';
  return {
    folders: [shipped, ...folders].flatMap((folder) => readLogTypes(folder, root)),
    fragments: { file: 'logtypes/_fragments.yml', text },
  };
}

function loadLogTypes(texts: SourceTexts): Pick<Content, 'problems' | 'sources'> & { logTypes: Map<string, LogType> } {
  const load = logTypeLoader(texts);
  const logTypes = new Map<string, LogType>();
  const byType = new Map<string, LogTypeFiles>();
  const problems: Problem[] = [];
  for (const folder of texts.folders) {
    const checked = load(folder);
    problems.push(...checked.problems);
    if (checked.value === undefined) continue;
    logTypes.set(checked.value.definition.id, checked.value);
    byType.set(checked.value.definition.id, folder);
  }
  return { logTypes, problems, sources: { ...texts, byType } };
}

/** Checks and compiles one of the folders; the others are there to be extended. */
export function logTypeLoader({ folders, fragments }: SourceTexts): (folder: LogTypeFiles) => Checked<LogType> {
  const whole = new Map(
    folders.filter(({ files }) => files.has('logtype.yml')).map((source) => [basename(source.folder), source]),
  );
  return (folder) => loadLogType(folder, { fragments, find: (id) => whole.get(id) });
}
