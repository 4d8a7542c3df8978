import type { Problem } from '../error/error.ts';
import { compileMapping, type MappingSource, type SourceFile } from '../mapping/compile/compile-mapping.ts';
import type { CompiledMapping } from '../mapping/target.ts';
import { hashFiles } from './hash-files.ts';
import type { Checked, LogTypeDefinition, LogTypeFiles, VendorFields } from './logtype.ts';
import { parseFields } from './parse-fields.ts';
import { parseLogType } from './parse-logtype.ts';
import { sampleRecords } from './sample-records.ts';

/** A log type ready to use. */
export interface LogType {
  readonly definition: LogTypeDefinition;
  readonly fields: VendorFields;
  readonly mapping: CompiledMapping;
  /** `<version>-<hash over all files that decide the output>`, written into every batch. */
  readonly mappingVersion: string;
}

export interface LoadOptions {
  /** `_fragments.yml`, which all log types share. */
  readonly fragments?: SourceFile;
  /** Anything else that decides the output, such as the version of the derivations; becomes part of the hash. */
  readonly salt?: string;
}

const noFields: VendorFields = { fields: [], record: [] };

/** A log type from the files of its folder. The problems of all its files are reported at once. */
export function loadLogType(source: LogTypeFiles, options: LoadOptions = {}): Checked<LogType> {
  const file = (name: string): SourceFile | undefined => {
    const text = source.files.get(name);
    return text === undefined ? undefined : { file: `${source.folder}/${name}`, text };
  };
  const logtypeFile = file('logtype.yml');
  const mappingFile = file('mapping.yml');
  const fieldsFile = file('fields.yml');
  if (logtypeFile === undefined || mappingFile === undefined) return { problems: missingFiles(source) };
  const definition = parseLogType(logtypeFile);
  const fields: Checked<VendorFields> = fieldsFile ? parseFields(fieldsFile) : { value: noFields, problems: [] };
  const mapping = compileMapping(mappingSource(source, mappingFile, definition.value, fields.value, options));
  const problems = [...definition.problems, ...fields.problems, ...mapping.problems];
  if (!definition.value || !fields.value || !mapping.value) return { problems };
  const mappingVersion = `${definition.value.version}-${hashOf(source, options)}`;
  return {
    value: { definition: definition.value, fields: fields.value, mapping: mapping.value, mappingVersion },
    problems,
  };
}

function mappingSource(
  source: LogTypeFiles,
  mapping: SourceFile,
  definition: LogTypeDefinition | undefined,
  fields: VendorFields | undefined,
  options: LoadOptions,
): MappingSource {
  const tables = new Map<string, SourceFile>();
  for (const [name, text] of source.files) {
    const table = /^tables\/(.+)\.tsv$/.exec(name)?.[1];
    if (table !== undefined) tables.set(table, { file: `${source.folder}/${name}`, text });
  }
  return {
    mapping,
    tables,
    fields: fields?.fields ?? [],
    wrappers: definition?.wrappers ?? [],
    ...(options.fragments && { fragments: options.fragments }),
    ...(definition && { zone: definition.zone, samples: (split) => sampleRecords(source, definition.codec, split) }),
  };
}

function missingFiles(source: LogTypeFiles): Problem[] {
  const missing = ['logtype.yml', 'mapping.yml'].filter((name) => !source.files.has(name));
  return missing.map((name) => ({
    code: 'LOGTYPE_INVALID',
    message: `the file is missing. A log type has at least logtype.yml and mapping.yml.`,
    location: { file: `${source.folder}/${name}` },
    severity: 'error',
  }));
}

/** Samples and prose decide nothing. */
function hashOf(source: LogTypeFiles, options: LoadOptions): string {
  const deciding = [...source.files].filter(([name]) =>
    /^(?:logtype\.yml|mapping\.yml|fields\.yml|transform\.ts|tables\/.*)$/.test(name),
  );
  return hashFiles([...deciding, ['_fragments.yml', options.fragments?.text ?? ''], ['', options.salt ?? '']]);
}
