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
    .addColumn('story', 'text')
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('severity', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('created', 'text', (c) => c.notNull())
    .addColumn('next', 'text', (c) => c.notNull())
    .addColumn('sent', 'text')
    .addColumn('receipt', 'text')
    .addColumn('error', 'text')
    .execute();
  await schema.createIndex('deliveries_next').on('deliveries').columns(['destination', 'status', 'next']).execute();
  await schema.createIndex('deliveries_story').on('deliveries').columns(['destination', 'story', 'number']).execute();
  await schema.createIndex('deliveries_created').on('deliveries').columns(['created']).execute();
  await schema
    .createTable('delivery_alerts')
    .addColumn('delivery', 'text', (c) => c.notNull())
    .addColumn('alert', 'text', (c) => c.notNull())
    .addColumn('matches', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('delivery_alerts_pk', ['delivery', 'alert'])
    .execute();
  await schema.createIndex('delivery_alerts_alert').on('delivery_alerts').columns(['alert']).execute();
}
