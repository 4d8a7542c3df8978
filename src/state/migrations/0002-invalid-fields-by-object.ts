import type { Kysely } from 'kysely';

/**
 * Values that do not fit are counted by reading, so that those of an earlier one do not show. What was counted before
 * belongs to no object and is dropped: it may have been counted more than once. A reload counts it anew.
 */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.dropTable('invalid_fields').execute();
  await schema
    .createTable('invalid_fields')
    .addColumn('object', 'text', (c) => c.notNull())
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('log_type', 'text', (c) => c.notNull())
    .addColumn('field', 'text', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('example', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('invalid_fields_pk', ['object', 'generation', 'field'])
    .execute();
}
