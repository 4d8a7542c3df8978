import type { EventBatch } from '../batch/event-batch.ts';
import type { Query } from '../query/ast.ts';
import { type FieldTypes, recordPrefix } from '../query/field-types.ts';
import type { KeywordTexts } from './keyword-hits.ts';
import { buildProgram, type Program } from './program.ts';
import { runProgram } from './run-program.ts';

/** The part of a rule that detection needs; compiled Sigma rules are such. */
export interface DetectorRule {
  /** By dataset. */
  readonly queries: ReadonlyMap<string, Query>;
}

export interface Match {
  /** Index in the list of rules the detector was made of. */
  readonly rule: number;
  /** Row of the batch. */
  readonly row: number;
}

/** Finds the rows of batches that rules match, by looking at each distinct value once. */
export interface Detector {
  /** Vendor paths (without `record.`) that the rules of a dataset read, for the reader to deliver. */
  wantedRecordPaths(dataset: string): readonly string[];
  /** All matches, ordered by rule and row. What was learnt about the batch's dictionaries is kept for later batches. */
  run(batch: EventBatch): readonly Match[];
  /** Forgets all dictionaries. To be called when readers start new ones. */
  reset(): void;
}

export interface DetectorOptions {
  /** What keywords look into. By default the raw text alone; a codec's decoded values see through its escapes. */
  readonly keywordTexts?: KeywordTexts;
}

export function createDetector(
  rules: readonly DetectorRule[],
  fieldTypes: FieldTypes,
  options: DetectorOptions = {},
): Detector {
  const programs = new Map<string, Program>();
  const programOptions = { types: fieldTypes, keywordTexts: options.keywordTexts ?? rawText };
  const programOf = (dataset: string): Program => {
    let program = programs.get(dataset);
    if (program === undefined) {
      program = buildProgram(queriesOf(rules, dataset), programOptions);
      programs.set(dataset, program);
    }
    return program;
  };
  return {
    wantedRecordPaths(dataset) {
      const paths = [...programOf(dataset).fields].filter((field) => field.startsWith(recordPrefix));
      return paths.map((field) => field.slice(recordPrefix.length));
    },
    run(batch) {
      const matches: Match[] = [];
      runProgram(programOf(batch.dataset), batch, (rule, row) => {
        matches.push({ rule, row });
      });
      return matches;
    },
    reset() {
      for (const program of programs.values()) program.reset();
    },
  };
}

function queriesOf(rules: readonly DetectorRule[], dataset: string): ReadonlyMap<number, Query> {
  const queries = new Map<number, Query>();
  for (const [index, { queries: byDataset }] of rules.entries()) {
    const query = byDataset.get(dataset);
    if (query !== undefined) queries.set(index, query);
  }
  return queries;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function rawText(_dataset: string, raw: Uint8Array): Iterable<string> {
  return [decoder.decode(raw)];
}
