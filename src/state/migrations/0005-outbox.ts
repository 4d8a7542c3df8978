import type { Kysely } from 'kysely';

/** What destinations are to be told: what a commit noted, and each message on its way. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('notices')
    .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('alert', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('matches', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .createTable('deliveries')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('destination', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('story', 'text')
    .addColumn('alert', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('created', 'text', (c) => c.notNull())
    .addColumn('next', 'text', (c) => c.notNull())
    .addColumn('sent', 'text')
    .addColumn('error', 'text')
    .execute();
  await schema.createIndex('deliveries_status').on('deliveries').columns(['status', 'next']).execute();
  await schema.createIndex('deliveries_story').on('deliveries').columns(['destination', 'story']).execute();
}
