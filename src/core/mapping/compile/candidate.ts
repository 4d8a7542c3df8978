import type { FieldInfo } from '../field/field-info.ts';
import type { Evaluator } from '../value/item.ts';
import type { Place } from '../yaml/yaml-node.ts';
import type { CompiledCondition } from './compile-when.ts';

/** What a value comes from, weak to strong. */
export const Tier = { wrapper: 0, fragment: 1, block: 2, pattern: 3, steps: 4 } as const;
export type Tier = (typeof Tier)[keyof typeof Tier];

/** One line that may fill a field. */
export interface Candidate {
  readonly field: FieldInfo;
  readonly conditions: readonly CompiledCondition[];
  readonly value: Evaluator;
  /** `null`: pins the field as absent. */
  readonly pins: boolean;
  readonly rank: Rank;
  readonly place: Place;
}

/** Compared part by part; of equals the later one in the file is stronger. */
export interface Rank {
  /** 0 the mapping itself, 1 a mapping that extends it. */
  readonly origin: 0 | 1;
  readonly tier: Tier;
  /** How deep in switches: a case is stronger than what is around it, its steps are weaker than the steps around it. */
  readonly depth: number;
  /** `classify` before `set`, both of one block. */
  readonly part: number;
}

/** Fields and the lines that may fill them, weakest first. */
export function sortCandidates(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const byField = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const list = byField.get(candidate.field.name);
    if (list === undefined) byField.set(candidate.field.name, [candidate]);
    else list.push(candidate);
  }
  for (const list of byField.values()) list.sort((a, b) => compareRanks(a.rank, b.rank));
  return byField;
}

function compareRanks(a: Rank, b: Rank): number {
  if (a.origin !== b.origin) return a.origin - b.origin;
  if (a.tier !== b.tier) return a.tier - b.tier;
  const depth = a.tier === Tier.steps ? b.depth - a.depth : a.depth - b.depth;
  return depth || (a.tier === Tier.steps ? 0 : a.part - b.part);
}
