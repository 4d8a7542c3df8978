import type { Kysely } from 'kysely';

/** Ledger, catalog, matches and alerts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('meta')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await createLedger(db);
  await createCatalog(db);
  await createAlerts(db);
  await schema
    .createTable('invalid_fields')
    .addColumn('log_type', 'text', (c) => c.notNull())
    .addColumn('field', 'text', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('example', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('invalid_fields_pk', ['log_type', 'field'])
    .execute();
  await schema
    .createTable('past_sightings')
    .addColumn('field', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('dataset', 'text', (c) => c.notNull())
    .addColumn('first', 'text', (c) => c.notNull())
    .addColumn('last', 'text', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('past_sightings_pk', ['value', 'field', 'dataset'])
    .execute();
}

async function createLedger({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('objects')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('bucket', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('etag', 'text', (c) => c.notNull())
    .addColumn('version_id', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('offers', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('log_type', 'text')
    .addColumn('generation', 'integer', (c) => c.notNull())
    .execute();
  await schema.createIndex('objects_status').on('objects').columns(['status']).execute();
  await schema
    .createTable('loads')
    .addColumn('object', 'text', (c) => c.notNull())
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('mapping', 'text', (c) => c.notNull())
    .addColumn('done', 'integer', (c) => c.notNull())
    .addColumn('resume_offset', 'bigint', (c) => c.notNull())
    .addColumn('resume_state', 'text', (c) => c.notNull())
    .addColumn('read', 'integer', (c) => c.notNull())
    .addColumn('events', 'integer', (c) => c.notNull())
    .addColumn('rejects', 'integer', (c) => c.notNull())
    .addColumn('filtered', 'integer', (c) => c.notNull())
    .addColumn('expired', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('loads_pk', ['object', 'generation'])
    .execute();
  await schema
    .createTable('file_etags')
    .addColumn('path', 'text', (c) => c.primaryKey())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('mtime', 'text', (c) => c.notNull())
    .addColumn('inode', 'text', (c) => c.notNull())
    .addColumn('etag', 'text', (c) => c.notNull())
    .execute();
}

async function createCatalog({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('segments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('dataset', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('entities_key', 'text', (c) => c.notNull())
    .addColumn('rows', 'integer', (c) => c.notNull())
    .addColumn('bytes', 'bigint', (c) => c.notNull())
    .addColumn('first', 'text', (c) => c.notNull())
    .addColumn('last', 'text', (c) => c.notNull())
    .addColumn('fields', 'text', (c) => c.notNull())
    .addColumn('mapping', 'text', (c) => c.notNull())
    .addColumn('level', 'integer', (c) => c.notNull())
    .execute();
  await schema.createIndex('segments_day').on('segments').columns(['dataset', 'day']).execute();
  await schema
    .createTable('segment_objects')
    .addColumn('segment', 'text', (c) => c.notNull())
    .addColumn('object', 'text', (c) => c.notNull())
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('rows', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('segment_objects_pk', ['segment', 'object', 'generation'])
    .execute();
  await schema.createIndex('segment_objects_object').on('segment_objects').columns(['object']).execute();
  await schema
    .createTable('dead')
    .addColumn('segment', 'text', (c) => c.notNull())
    .addColumn('object', 'text', (c) => c.notNull())
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('dead_pk', ['segment', 'object', 'generation'])
    .execute();
  await schema
    .createTable('garbage')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('since', 'text', (c) => c.notNull())
    .execute();
}

async function createAlerts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('matches')
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('object', 'text', (c) => c.notNull())
    .addColumn('offset', 'bigint', (c) => c.notNull())
    .addColumn('dataset', 'text', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('alert', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('matches_pk', ['rule', 'object', 'offset'])
    .execute();
  await schema.createIndex('matches_alert').on('matches').columns(['alert']).execute();
  await schema
    .createTable('alerts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('rule_title', 'text', (c) => c.notNull())
    .addColumn('rule_path', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('entity_kind', 'text', (c) => c.notNull())
    .addColumn('entity_value', 'text', (c) => c.notNull())
    .addColumn('first', 'text', (c) => c.notNull())
    .addColumn('last', 'text', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('datasets', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('alerts_group')
    .on('alerts')
    .columns(['rule', 'entity_kind', 'entity_value', 'first'])
    .execute();
}
