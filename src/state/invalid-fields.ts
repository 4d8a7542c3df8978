import { inChunks } from './in-chunks.ts';
import type { StateDb } from './open-state.ts';

/** FIELD_INVALID: how often values of a log type did not fit a field, and one of them. The events were kept without it. */
export interface InvalidField {
  readonly logType: string;
  readonly field: string;
  readonly count: number;
  readonly example: string;
}

/** Those of one reading of an object. */
export interface InvalidFieldOfObject extends InvalidField {
  readonly object: string;
  readonly generation: number;
}

export async function addInvalidFields(db: StateDb, fields: readonly InvalidFieldOfObject[]): Promise<void> {
  const rows = fields.map(({ object, generation, logType, field, count, example }) => ({
    object,
    generation,
    log_type: logType,
    field,
    count,
    example: example.slice(0, 200),
  }));
  for (const some of inChunks(rows))
    await db
      .insertInto('invalid_fields')
      .values(some)
      .onConflict((oc) =>
        oc
          .columns(['object', 'generation', 'field'])
          .doUpdateSet((eb) => ({ count: eb('invalid_fields.count', '+', eb.ref('excluded.count')) })),
      )
      .execute();
}

/** Over the live reading of every object, by log type and field. */
export async function listInvalidFields(db: StateDb): Promise<InvalidField[]> {
  const rows = await db
    .selectFrom('invalid_fields')
    .innerJoin('objects', (join) =>
      join
        .onRef('objects.id', '=', 'invalid_fields.object')
        .onRef('objects.generation', '=', 'invalid_fields.generation'),
    )
    .select((eb) => [
      'invalid_fields.log_type',
      'field',
      eb.fn.sum<number>('count').as('count'),
      eb.fn.min('example').as('example'),
    ])
    .groupBy(['invalid_fields.log_type', 'field'])
    .orderBy('invalid_fields.log_type')
    .orderBy('field')
    .execute();
  return rows.map(({ log_type, field, count, example }) => ({
    logType: log_type,
    field,
    count: Number(count),
    example,
  }));
}
