import { type Kysely, sql } from 'kysely';

/** What people do with alerts: owner, verdict, comments, suppressions; and the story an alert is part of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendAlerts(db);
  const { schema } = db;
  await schema
    .createTable('alert_activity')
    .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('alert', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('by', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('alert_activity_alert').on('alert_activity').columns(['alert']).execute();
  await schema
    .createTable('suppressions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('entity_kind', 'text')
    .addColumn('entity_value', 'text')
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('created', 'text', (c) => c.notNull())
    .addColumn('expires', 'text', (c) => c.notNull())
    .addColumn('ended', 'text')
    .execute();
  await schema
    .createTable('undo')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('before', 'text', (c) => c.notNull())
    .execute();
  await addEvidence(db);
}

/** Alerts of before get numbers in the order of their first match; nobody has worked on them. */
async function extendAlerts(db: Kysely<unknown>): Promise<void> {
  const add = (name: string) => db.schema.alterTable('alerts').addColumn(name, 'text').execute();
  await db.schema
    .alterTable('alerts')
    .addColumn('number', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('alerts')
    .addColumn('in_history', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
  await db.schema
    .alterTable('alerts')
    .addColumn('severity', 'integer', (c) => c.notNull().defaultTo(-1))
    .execute();
  const work = ['owner', 'verdict', 'verdict_reason', 'suppression', 'story', 'continues'];
  for (const name of [...work, 'opened', 'changed', 'touched']) await add(name);
  await sql`update alerts set opened = last, changed = last, number = (
    select count(*) from alerts b where b.first < alerts.first or (b.first = alerts.first and b.id <= alerts.id)
  ), severity = case level
    when 'critical' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 when 'informational' then 0 else -1
  end`.execute(db);
  await db.schema.createIndex('alerts_number').on('alerts').columns(['number']).execute();
  await db.schema.createIndex('alerts_story').on('alerts').columns(['story']).execute();
  await db.schema.createIndex('alerts_order').on('alerts').columns(['severity', 'last', 'id']).execute();
  await db.schema.createIndex('alerts_status').on('alerts').columns(['status', 'severity', 'last', 'id']).execute();
}

/** What joins alerts to a story. Matches of before have none. */
async function addEvidence({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('matches').addColumn('evidence', 'text').execute();
  await schema.createIndex('matches_place').on('matches').columns(['object', 'offset']).execute();
  await schema
    .createTable('alert_evidence')
    .addColumn('alert', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('own', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('alert_evidence_pk', ['alert', 'value'])
    .execute();
  await schema.createIndex('alert_evidence_value').on('alert_evidence').columns(['value']).execute();
}
