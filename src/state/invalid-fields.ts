import type { StateDb } from './open-state.ts';

/** FIELD_INVALID: how often values of a log type did not fit a field, and one of them. The events were kept without it. */
export interface InvalidField {
  readonly logType: string;
  readonly field: string;
  readonly count: number;
  readonly example: string;
}

export async function addInvalidFields(db: StateDb, fields: readonly InvalidField[]): Promise<void> {
  for (const { logType, field, count, example } of fields)
    await db
      .insertInto('invalid_fields')
      .values({ log_type: logType, field, count, example: example.slice(0, 200) })
      .onConflict((oc) =>
        oc.columns(['log_type', 'field']).doUpdateSet((eb) => ({ count: eb('invalid_fields.count', '+', count) })),
      )
      .execute();
}

export async function listInvalidFields(db: StateDb): Promise<InvalidField[]> {
  const rows = await db.selectFrom('invalid_fields').selectAll().orderBy('log_type').orderBy('field').execute();
  return rows.map(({ log_type, field, count, example }) => ({ logType: log_type, field, count, example }));
}
