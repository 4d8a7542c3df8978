import type { CorpusKind } from '../demo/generate-corpus.ts';
import type { Measured } from './measure.ts';

export const parts = ['ingest', 'storage', 'query', 'timeline', 'server'] as const;
export type Part = (typeof parts)[number];

/** What a part is told, as JSON in its first argument. */
export interface PartOptions {
  /** Folder of the checkout, with log types and rules. */
  readonly root: string;
  readonly rounds: number;
  /** Events of the folder that storage, query and timeline ask. */
  readonly events: number;
  /** Records of a corpus of ingest, which one, and parts of the names of the stages wanted (all when empty). */
  readonly records: number;
  readonly kind: CorpusKind;
  /** How long the server is watched. */
  readonly seconds: number;
  readonly stages: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly measured: readonly Measured[];
}

export interface PartReport {
  readonly part: Part;
  readonly title: string;
  readonly sections: readonly Section[];
  /** Numbers that no clock gives, such as bytes on disk. */
  readonly facts: Readonly<Record<string, number | string>>;
  /** Most memory the part's process had, bytes. */
  readonly memory: number;
}

export const partOptions = (): PartOptions => JSON.parse(process.argv[2]);

/** Ends a part: what it found goes to the process that started it. */
export function reportPart(report: Omit<PartReport, 'memory'>): void {
  process.stdout.write(JSON.stringify({ ...report, memory: process.resourceUsage().maxRSS * 1024 }));
}
