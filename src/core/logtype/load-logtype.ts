import type { Problem } from '../error/error.ts';
import { compileMapping, type MappingSource, type SourceFile } from '../mapping/compile/compile-mapping.ts';
import { createFindings } from '../mapping/findings.ts';
import { parseMapping } from '../mapping/parse/parse-mapping.ts';
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
  /** The log type of an id, for mappings that extend one. */
  readonly find?: (id: string) => LogTypeFiles | undefined;
  /** Anything else that decides the output, such as the version of the derivations; becomes part of the hash. */
  readonly salt?: string;
}

const noFields: VendorFields = { fields: [], record: [] };

/**
 * A log type from the files of its folder. The problems of all its files are reported at once. A folder whose mapping
 * extends another type needs no logtype.yml: it is that type then, with more in its mapping.
 */
export function loadLogType(source: LogTypeFiles, options: LoadOptions = {}): Checked<LogType> {
  const mappingFile = fileOf(source, 'mapping.yml');
  const extended = mappingFile && parseMapping(mappingFile, createFindings())?.extends?.id;
  const base = extended === undefined ? undefined : options.find?.(extended);
  // Without the type below nothing can be said but that it is missing, which compiling says with its place.
  if (extended !== undefined && base === undefined) {
    return { problems: compileMapping(sourceOf(source, undefined, options)).problems.filter(isUnknownType) };
  }
  const logtypeFile = fileOf(source, 'logtype.yml') ?? (base && fileOf(base, 'logtype.yml'));
  if (logtypeFile === undefined || mappingFile === undefined) return { problems: missingFiles(source) };
  const fields = fieldsOf(source);
  const inherited = base ? (fieldsOf(base).value ?? noFields) : noFields;
  const vendorFields = [...inherited.fields, ...(fields.value?.fields ?? [])].map(({ name }) => name);
  const definition = parseLogType(logtypeFile, vendorFields);
  const below = base && sourceOf(base, definition.value, options);
  const own = sourceOf(source, definition.value, options);
  const mapping = compileMapping({ ...own, ...(below && { base: below }) });
  const problems = [...definition.problems, ...fields.problems, ...mapping.problems];
  if (!definition.value || !fields.value || !mapping.value) return { problems };
  const all: VendorFields = {
    fields: [...inherited.fields, ...fields.value.fields],
    record: [...inherited.record, ...fields.value.record],
  };
  const mappingVersion = `${definition.value.version}-${hashOf(base ? [base, source] : [source], options)}`;
  return { value: { definition: definition.value, fields: all, mapping: mapping.value, mappingVersion }, problems };
}

function fileOf({ folder, files }: LogTypeFiles, name: string): SourceFile | undefined {
  const text = files.get(name);
  return text === undefined ? undefined : { file: `${folder}/${name}`, text };
}

function fieldsOf(source: LogTypeFiles): Checked<VendorFields> {
  const file = fileOf(source, 'fields.yml');
  return file ? parseFields(file) : { value: noFields, problems: [] };
}

function isUnknownType(problem: Problem): boolean {
  return problem.code === 'LOGTYPE_UNKNOWN';
}

function sourceOf(
  source: LogTypeFiles,
  definition: LogTypeDefinition | undefined,
  options: LoadOptions,
): MappingSource {
  const tables = new Map<string, SourceFile>();
  for (const name of source.files.keys()) {
    const table = /^tables\/(.+)\.tsv$/.exec(name)?.[1];
    if (table !== undefined) tables.set(table, fileOf(source, name)!);
  }
  return {
    mapping: fileOf(source, 'mapping.yml') ?? { file: `${source.folder}/mapping.yml`, text: '' },
    tables,
    fields: fieldsOf(source).value?.fields ?? [],
    wrappers: definition?.wrappers ?? [],
    ...(options.fragments && { fragments: options.fragments }),
    ...(definition && {
      codec: definition.codec,
      zone: definition.zone,
      samples: (split) => sampleRecords(source, definition.codec, split),
    }),
  };
}

function missingFiles(source: LogTypeFiles): Problem[] {
  const missing = ['logtype.yml', 'mapping.yml'].filter((name) => !source.files.has(name));
  return missing.map((name) => ({
    code: 'LOGTYPE_INVALID',
    message: 'the file is missing. A log type has at least logtype.yml and mapping.yml.',
    location: { file: `${source.folder}/${name}` },
    severity: 'error',
  }));
}

/** Samples and prose decide nothing. */
function hashOf(sources: readonly LogTypeFiles[], options: LoadOptions): string {
  const deciding = sources.flatMap(({ files }, layer) =>
    [...files].flatMap(([name, text]): [string, string][] =>
      /^(?:logtype\.yml|mapping\.yml|fields\.yml|transform\.ts|tables\/.*)$/.test(name)
        ? [[`${layer}/${name}`, text]]
        : [],
    ),
  );
  return hashFiles([...deciding, ['_fragments.yml', options.fragments?.text ?? ''], ['', options.salt ?? '']]);
}
