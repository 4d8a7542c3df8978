import { ecsFields } from '../../ecs/fields.gen.ts';
import type { Assignment, Block, Case, Classify } from '../ast.ts';
import { cellCovers, keyFits } from '../cell.ts';
import type { FieldInfo } from '../field/field-info.ts';
import type { Findings } from '../findings.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { createLookup, type Lookup } from '../table/table.ts';
import type { Evaluator } from '../value/item.ts';
import type { Place } from '../yaml/yaml-node.ts';
import { type Candidate, type Rank, Tier } from './candidate.ts';
import { checkTable } from './check-table.ts';
import { columnEvaluator } from './classify-column.ts';
import { compileCalls } from './compile-calls.ts';
import { compileExpression } from './compile-expression.ts';
import { type CompiledMatch, captureEvaluator, compileMatch } from './compile-match.ts';
import { type CompiledCondition, compileWhen } from './compile-when.ts';
import { type Frame, sourceFrame } from './context.ts';
import { createScope } from './scope.ts';

/** Where a block stands among the others. */
export interface BlockPosition {
  readonly frame: Frame;
  readonly conditions: readonly CompiledCondition[];
  readonly origin: Rank['origin'];
  readonly tier: Tier;
  readonly depth: number;
}

const part = { classify: 0, set: 1 } as const;

/** All lines of a block, its cases and steps that may fill a field, and the frame its names live in. */
export function collectBlock(block: Block, position: BlockPosition, into: Candidate[]): Frame {
  const scope = createScope(position.frame.scope);
  const frame: Frame = { ...position.frame, scope };
  for (const definition of block.lets) scope.names.set(definition.name, { what: 'let', definition, scope });
  const matches = block.matches.map((match) => bindMatch(compileMatch(match, frame), frame));
  const classifies = block.classifies.flatMap((classify) => bindClassify(classify, frame) ?? []);
  for (const definition of block.lets)
    compileExpression({ kind: 'name', name: definition.name, steps: [], place: definition.place }, frame);

  const conditions = block.when ? [...position.conditions, compileWhen(block.when, frame)] : position.conditions;
  const here: BlockPosition = { ...position, frame, conditions };
  for (const classify of classifies) collectColumns(classify, here, into);
  for (const assignment of block.set) collectAssignment(assignment, here, part.set, into);
  for (const match of matches) collectPatterns(match, here, into);
  if (block.switch)
    collectCases(block.switch.cases, compileExpression(block.switch.by, sourceFrame(frame)), here, into);
  for (const step of block.steps) collectBlock(step, { ...here, tier: Tier.steps }, into);
  return frame;
}

function bindMatch(match: CompiledMatch, frame: Frame): CompiledMatch {
  for (const pattern of match.patterns) {
    for (const name of pattern.matcher.names) {
      if (isFieldName(name, frame) || frame.scope.names.has(name)) continue;
      const value = captureEvaluator(match, name, frame.context);
      frame.scope.names.set(name, { what: 'capture', place: pattern.place, value });
    }
  }
  return match;
}

interface BoundClassify {
  readonly lookup: Lookup;
  readonly by: readonly Evaluator[];
}

/** Columns that are no fields become names of the block. */
function bindClassify(classify: Classify, frame: Frame): BoundClassify | undefined {
  const { context, scope } = frame;
  const table = context.tables.get(classify.table);
  if (table === undefined) {
    const hint = didYouMean(classify.table, context.tables.keys());
    context.findings.error(
      'TABLE_UNKNOWN',
      classify.place,
      `no table "${classify.table}".${hint} Tables stand under tables: or in tables/${classify.table}.tsv.`,
    );
    return undefined;
  }
  const by = classify.by.map((value) => compileExpression(value, sourceFrame(frame)));
  const lookup = createLookup(table, by.length);
  checkTable(lookup, classify, context);
  table.columns.slice(by.length).forEach(({ name, place }, i) => {
    if (isFieldName(name, frame)) return;
    scope.names.set(name, { what: 'table column', place, value: columnEvaluator(lookup, by, by.length + i, false) });
  });
  return { lookup, by };
}

function collectColumns({ lookup, by }: BoundClassify, position: BlockPosition, into: Candidate[]): void {
  lookup.table.columns.slice(by.length).forEach(({ name, place }, i) => {
    if (!isFieldName(name, position.frame)) return;
    const field = findField(name, place, position.frame);
    if (field === undefined) return;
    const value = columnEvaluator(lookup, by, by.length + i, field.array ?? false);
    into.push(candidate(field, value, place, position, part.classify));
  });
}

function collectAssignment(assignment: Assignment, position: BlockPosition, at: number, into: Candidate[]): void {
  const field = findField(assignment.field, assignment.place, position.frame);
  if (field === undefined) {
    compileExpression(assignment.value, sourceFrame(position.frame));
    return;
  }
  const value = compileExpression(assignment.value, { ...position.frame, field, commas: commasIn(field) });
  const isText = field.type === 'date' && !value.instants && assignment.value.kind !== 'null';
  const read = isText ? readIso(value, assignment.place, position.frame) : value;
  into.push({ ...candidate(field, read, assignment.place, position, at), pins: assignment.value.kind === 'null' });
}

/** A bare text in a date field is read as `time iso` would. */
function readIso(value: Evaluator, place: Place, frame: Frame): Evaluator {
  const call = { name: 'time', args: [{ text: 'iso', quoted: false }], place, argsPlace: place };
  return compileCalls(value, [call], frame.context);
}

/** Rows of `map` are comma lists for every array field, other constants for the two that tables fill together. */
function commasIn(field: FieldInfo): Frame['commas'] {
  if (!field.array) return 'none';
  return field.name === 'event.type' || field.name === 'event.category' ? 'all' : 'maps';
}

function collectPatterns(match: CompiledMatch, position: BlockPosition, into: Candidate[]): void {
  const tier = position.tier === Tier.steps ? Tier.steps : Tier.pattern;
  match.patterns.forEach((pattern, index) => {
    const fits: CompiledCondition = { inputs: match.inputs, holds: (run) => match.hit(run)?.index === index };
    const inside: BlockPosition = { ...position, tier, conditions: [...position.conditions, fits] };
    for (const name of pattern.matcher.names) {
      if (!isFieldName(name, position.frame)) continue;
      const field = findField(name, pattern.place, position.frame);
      if (field)
        into.push(
          candidate(field, captureEvaluator(match, name, position.frame.context), pattern.place, inside, part.set),
        );
    }
    for (const assignment of pattern.set) collectAssignment(assignment, inside, part.set, into);
  });
}

function collectCases(cases: readonly Case[], by: Evaluator, position: BlockPosition, into: Candidate[]): void {
  reportUnreachableCases(cases, position.frame.context.findings);
  const fits = (index: number, value: string | undefined): boolean =>
    cases[index].rest || keyFits(cases[index].cell, value);
  cases.forEach(({ block }, index) => {
    const selected: CompiledCondition = {
      inputs: by.inputs,
      holds(run) {
        const value = by.evaluate(run)[0]?.text;
        for (let earlier = 0; earlier < index; earlier++) if (fits(earlier, value)) return false;
        return fits(index, value);
      },
    };
    collectBlock(
      block,
      { ...position, conditions: [...position.conditions, selected], depth: position.depth + 1 },
      into,
    );
  });
}

function reportUnreachableCases(cases: readonly Case[], findings: Findings): void {
  cases.forEach(({ cell, place }, index) => {
    const taker = cases.slice(0, index).find((earlier) => cellCovers(earlier.cell, cell));
    if (taker === undefined) return;
    const message = `case "${cell.text}" is never chosen: case "${taker.cell.text}" in line ${taker.place.line} takes all of it. Move it above line ${taker.place.line}.`;
    findings.error('ROW_UNREACHABLE', place, message);
  });
}

function candidate(field: FieldInfo, value: Evaluator, place: Place, position: BlockPosition, at: number): Candidate {
  const { conditions, origin, tier, depth } = position;
  return { field, value, place, conditions, pins: false, rank: { origin, tier, depth, part: at } };
}

/** A capture or column that is a field: dotted, or one of the few that ECS has at its top. */
function isFieldName(name: string, frame: Frame): boolean {
  return name.includes('.') || frame.context.fields.find(name) !== undefined;
}

function findField(name: string, place: Place, frame: Frame): FieldInfo | undefined {
  const { fields, findings } = frame.context;
  const field = fields.find(name);
  if (field !== undefined) return field;
  const candidates = [...fields.names, ...Object.keys(ecsFields)];
  const best = nearest(name, candidates);
  const group = name.split('.')[0];
  const isVendors = best === undefined && !Object.keys(ecsFields).some((known) => known.startsWith(`${group}.`));
  if (isVendors) {
    findings.error(
      'VENDOR_FIELD_MISSING',
      place,
      `"${name}" is not in fields.yml. Add it there: ${name}: { type: keyword, description: … }.`,
    );
  } else {
    const hint = best === undefined ? ' A field of the vendor needs a line in fields.yml.' : ` Did you mean "${best}"?`;
    findings.error('FIELD_UNKNOWN', place, `"${name}" is neither an ECS field nor in fields.yml.${hint}`);
  }
  return undefined;
}

/** The lines of a fragment: `set` alone, weaker than everything in the mapping. */
export function collectFills(set: readonly Assignment[], position: BlockPosition, into: Candidate[]): void {
  for (const assignment of set) collectAssignment(assignment, position, part.set, into);
}
