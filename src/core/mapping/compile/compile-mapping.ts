import type { PathStep } from '../../codecs/reader.ts';
import type { Checked, Codec, VendorField } from '../../logtype/logtype.ts';
import type { Mapping } from '../ast.ts';
import { createFieldTable } from '../field/field-info.ts';
import { createFindings, type Findings } from '../findings.ts';
import { didYouMean } from '../nearest.ts';
import { parseFragments, parseMapping } from '../parse/parse-mapping.ts';
import { parseTable } from '../table/parse-table.ts';
import type { Table } from '../table/table.ts';
import type { CompiledMapping, Input, Target } from '../target.ts';
import { isZone } from '../time/zone.ts';
import { type Data, navigate } from '../value/data.ts';
import { type Evaluator, instantItem } from '../value/item.ts';
import { wrappers } from '../wrappers.ts';
import { buildTarget, targetEvaluator } from './build-target.ts';
import { type Candidate, sortCandidates, Tier } from './candidate.ts';
import { checkBlockTypes } from './check-block-types.ts';
import { checkSamples, likelyTime } from './check-samples.ts';
import { type BlockPosition, collectBlock, collectFills } from './collect-block.ts';
import { compileLines } from './compile-lines.ts';
import { readInput } from './compile-path.ts';
import type { Context, Frame } from './context.ts';
import { orderTargets } from './order-targets.ts';
import { createScope } from './scope.ts';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** How lines become records, as far as the mapping says so. */
export type RecordSplit = Pick<CompiledMapping, 'lines' | 'columns'>;

/** All that a mapping depends on. */
export interface MappingSource {
  readonly mapping: SourceFile;
  /** Fragments that any mapping may `use`. */
  readonly fragments?: SourceFile;
  /** `tables/<name>.tsv`, by name. */
  readonly tables?: ReadonlyMap<string, SourceFile>;
  readonly fields?: readonly VendorField[];
  /** Names of logtype.yml's wrappers. */
  readonly wrappers?: readonly string[];
  /** The log type's zone. */
  readonly zone?: string;
  /** logtype.yml's; `each` takes apart JSON only. */
  readonly codec?: Codec;
  /** Records of the samples, to warn of paths that none of them has. */
  readonly samples?: (split: RecordSplit) => readonly Data[];
  /** The mapping that this one extends. */
  readonly base?: MappingSource;
}

/** Parses, checks and compiles a mapping. All that is wrong is reported at once; without errors there is a value. */
export function compileMapping(source: MappingSource): Checked<CompiledMapping> {
  const findings = createFindings();
  const compiled = compile(source, findings);
  const problems = findings.problems();
  return findings.failed || compiled === undefined ? { problems } : { value: compiled, problems };
}

function compile(source: MappingSource, findings: Findings): CompiledMapping | undefined {
  const mapping = parseMapping(source.mapping, findings);
  const base = source.base && parseMapping(source.base.mapping, findings);
  if (mapping === undefined || (source.base && base === undefined)) return undefined;
  checkExtends(mapping, base, findings);
  const context = contextOf(source, mapping, base, findings);
  const candidates: Candidate[] = [];
  collectFragments(source, [...(base?.use ?? []), ...mapping.use], context, candidates);
  const root = frameOf(context);
  const position: BlockPosition = { frame: root, conditions: [], origin: 0, tier: Tier.block, depth: 0 };
  const frame = collectBlock((base ?? mapping).block, position, candidates);
  if (base) collectExtension(mapping, { ...position, frame, origin: 1 }, candidates);
  checkBlockTypes(mapping.block, findings);
  const targets = [...sortCandidates(candidates).values()].map((list) => buildTarget(list));
  const split: RecordSplit = {
    ...(context.record.text.length > 0 && { lines: compileLines(context.record.text, context) }),
    ...(context.record.columns && { columns: context.record.columns }),
  };
  const samples = elementsOf(source.samples?.(split) ?? [], context.each);
  if (samples.length > 0) checkSamples(samples, context);
  reportTime(targets, mapping, samples, findings);
  return { ...assemble(targets, mapping, context), ...split };
}

function checkExtends(mapping: Mapping, base: Mapping | undefined, findings: Findings): void {
  if (mapping.extends && base === undefined) {
    findings.error('LOGTYPE_UNKNOWN', mapping.extends.place, `there is no log type "${mapping.extends.id}" to extend.`);
  }
}

function contextOf(source: MappingSource, mapping: Mapping, base: Mapping | undefined, findings: Findings): Context {
  const record = { ...(base ?? mapping).record };
  const own = mapping.record;
  if (own.zone && !isZone(own.zone)) {
    findings.error(
      'VALUE_INVALID',
      mapping.place,
      `record.zone "${own.zone}" is no time zone. Write a name such as Europe/Berlin, or an offset such as +09:00.`,
    );
  }
  if (mapping.each && source.codec && source.codec.kind !== 'json') {
    findings.error(
      'VALUE_INVALID',
      mapping.place,
      `each takes JSON records apart, and the codec is ${source.codec.kind}.`,
    );
  }
  return {
    findings,
    fields: createFieldTable([...(source.base?.fields ?? []), ...(source.fields ?? [])]),
    record: { ...record, absent: [...new Set([...record.absent, ...own.absent])] },
    absent: new Set([...record.absent, ...own.absent]),
    zone: own.zone ?? record.zone ?? source.zone ?? source.base?.zone,
    tables: tablesOf(source, mapping, base, findings),
    wrappers: wrappers.filter(({ name }) =>
      [...(source.wrappers ?? []), ...(source.base?.wrappers ?? [])].includes(name),
    ),
    each: (base ?? mapping).each,
    paths: new Map(),
  };
}

function frameOf(context: Context): Frame {
  return { context, scope: createScope(), commas: 'none', element: false, busy: [] };
}

/** Tables of the files, then of the mappings; rows that an extending mapping puts before come first. */
function tablesOf(
  source: MappingSource,
  mapping: Mapping,
  base: Mapping | undefined,
  findings: Findings,
): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const [name, { file, text }] of [...(source.base?.tables ?? []), ...(source.tables ?? [])]) {
    const table = parseTable(name, text, { file, line: 1, column: 1 }, findings);
    if (table) tables.set(name, table);
  }
  for (const [name, { table, before }] of [...(base?.tables ?? []), ...mapping.tables]) {
    const below = before ? tables.get(name) : undefined;
    if (before && below === undefined) {
      findings.error(
        'TABLE_UNKNOWN',
        table.place,
        `no table "${name}" whose rows these could stand before.${didYouMean(name, tables.keys())}`,
      );
    }
    tables.set(name, below ? { ...below, rows: [...table.rows, ...below.rows] } : table);
  }
  return tables;
}

/** Fragments in the order of `use`: an earlier one is stronger. What wrappers know is weaker still. */
function collectFragments(source: MappingSource, use: Mapping['use'], context: Context, into: Candidate[]): void {
  const file = source.fragments ?? source.base?.fragments;
  const known = file ? parseFragments(file, context.findings) : new Map<string, Mapping['block']>();
  const frame: Frame = { ...frameOf(context), ecs: (field) => ecsInput(field, context) };
  const position: BlockPosition = { frame, conditions: [], origin: 0, tier: Tier.fragment, depth: 0 };
  for (const { name, place } of use.toReversed()) {
    const fragment = known.get(name);
    if (fragment) collectFills(fragment.set, position, into);
    else
      context.findings.error(
        'FRAGMENT_UNKNOWN',
        place,
        `no fragment "${name}".${didYouMean(name, known.keys()) || ` Fragments: ${[...known.keys()].join(', ')}.`}`,
      );
  }
  for (const wrapper of context.wrappers) {
    const place = { file: `wrapper ${wrapper.name}`, line: 1, column: 1 };
    const set = Object.entries(wrapper.fills).map(([field, fact]) => ({
      field,
      place,
      value: { kind: 'name', name: wrapper.prefix, steps: [{ key: fact }], place } as const,
    }));
    collectFills(set, { ...position, tier: Tier.wrapper }, into);
  }
}

function ecsInput(name: string, context: Context): Evaluator | undefined {
  const field = context.fields.find(name);
  if (field === undefined) return undefined;
  const input: Input = `$ecs.${name}`;
  if (field.type !== 'date') return readInput(input, context);
  return {
    inputs: new Set([input]),
    instants: true,
    evaluate: (run) => run.read(input).map(({ text }) => instantItem(BigInt(text))),
  };
}

/** The lines of an extending mapping, which read what the one below makes of a field as `$ecs.<field>`. */
function collectExtension(mapping: Mapping, position: BlockPosition, into: Candidate[]): void {
  const below = sortCandidates(into);
  const targets = new Map<string, Target>();
  const ecs = (field: string): Evaluator | undefined => {
    const list = below.get(field);
    if (list === undefined) return undefined;
    const target = targets.get(field) ?? buildTarget(list);
    targets.set(field, target);
    return targetEvaluator(target);
  };
  collectBlock(mapping.block, { ...position, frame: { ...position.frame, ecs } }, into);
}

function assemble(targets: readonly Target[], mapping: Mapping, context: Context): CompiledMapping {
  const { record, findings } = context;
  const { ordered, cycle } = orderTargets(targets);
  if (cycle)
    findings.error(
      'LET_CYCLE',
      mapping.place,
      `${cycle.map((field) => `$ecs.${field}`).join(' → ')}: fields cannot be made of each other.`,
    );
  const wanted = new Set(ordered.flatMap(({ inputs }) => inputs));
  const paths = [...context.paths].filter(([name]) => wanted.has(name)).map(([name, { steps }]) => ({ name, steps }));
  return {
    paths,
    targets: ordered,
    ...(record.columnCases && { columnCases: record.columnCases }),
    ...(context.each && { each: { name: 'each', steps: context.each } }),
    absent: record.absent,
  };
}

/** The elements that become events; a record without any is one itself. */
function elementsOf(records: readonly Data[], each: readonly PathStep[] | undefined): readonly Data[] {
  if (each === undefined) return records;
  return records.flatMap((record) => {
    const elements = navigate(record, each);
    return elements.length > 0 ? elements : [record];
  });
}

function reportTime(targets: readonly Target[], mapping: Mapping, samples: readonly Data[], findings: Findings): void {
  if (targets.some(({ field }) => field === '@timestamp')) return;
  const likely = likelyTime(samples);
  const remedy = likely
    ? `Likely in the samples: ${likely}`
    : 'Set it from the record\'s time: "@timestamp": .time | time iso';
  findings.error('TIME_NOT_SET', mapping.place, `nothing sets @timestamp. ${remedy}`);
}
