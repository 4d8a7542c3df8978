import type { Kysely } from 'kysely';

/** The ledger is listed newest first, and may hold millions of objects. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex('objects_time').on('objects').columns(['time', 'id']).execute();
}
