import { listObjects, type ObjectFilter } from '../state/list-objects.ts';
import { type ObjectJson, objectJson } from './object-json.ts';
import type { Question } from './question.ts';

export interface ObjectsInput extends ObjectFilter {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ObjectsPage {
  readonly objects: readonly ObjectJson[];
  readonly next: string | null;
}

/** Objects of the ledger: of millions, which a server that looks through them itself would stand still for. */
export const objectsListed: Question<ObjectsInput, ObjectsPage> = async ({ limit, cursor, ...filter }, { db }) => {
  const { objects, next } = await listObjects(db, filter, { limit, after: cursor });
  return { objects: objects.map(objectJson), next };
};
