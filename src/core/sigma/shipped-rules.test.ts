import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EventBatch } from '../batch/event-batch.ts';
import { createReader } from '../codecs/create-reader.ts';
import { parsePath } from '../codecs/path.ts';
import type { RecordBatch, WantedPath } from '../codecs/reader.ts';
import { createDetector } from '../detect/create-detector.ts';
import { ecsField } from '../ecs/ecs.ts';
import { formatProblem } from '../error/error.ts';
import { type LogType, loadLogType } from '../logtype/load-logtype.ts';
import { derivations } from '../mapping/derivations/derivations.ts';
import { createPlan } from '../mapping/plan/create-plan.ts';
import { createResolver } from './create-resolver.ts';
import { loadRules } from './load-rules.ts';
import { parseRuleTests } from './parse-rule-tests.ts';
import { ruleTarget } from './rule-target.ts';
import { runRuleTests } from './run-rule-tests.ts';

const root = join(import.meta.dirname, '../../..');
const fragments = {
  file: 'logtypes/_fragments.yml',
  text: readFileSync(join(root, 'logtypes/_fragments.yml'), 'utf8'),
};

function readLogType(id: string): LogType {
  const folder = join(root, 'logtypes', id);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map(({ parentPath, name }) => join(parentPath, name));
  const texts = new Map(files.map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
  const { value, problems } = loadLogType({ folder: `logtypes/${id}`, files: texts }, { fragments });
  if (value === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return value;
}

const ids = readdirSync(join(root, 'logtypes')).filter((id) => existsSync(join(root, 'logtypes', id, 'logtype.yml')));
const logTypes = new Map(ids.map((id) => [id, readLogType(id)]));

const ruleFiles = readdirSync(join(root, 'rules'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yml'))
  .sort();
const read = (path: string): string => readFileSync(join(root, 'rules', path), 'utf8');
const loaded = loadRules(
  ruleFiles.filter((path) => !path.endsWith('.test.yml')).map((path) => ({ path, text: read(path) })),
  createResolver([...logTypes.values()].map(ruleTarget)),
);

/** As `record.<path>` in rules: a path without its leading dot. */
function wanted(path: string): WantedPath {
  const parsed = parsePath(`.${path}`);
  if (!parsed.ok) throw new Error(parsed.mistake.message);
  return { name: `.${path}`, steps: parsed.steps };
}

function readRecords({ definition, mapping }: LogType, paths: readonly WantedPath[], record: string): RecordBatch {
  const reader = createReader(definition.codec, paths, { seed: 1n, mapping });
  reader.begin(0);
  reader.push(new TextEncoder().encode(record));
  reader.end();
  return reader.take();
}

const object = { id: 'a'.repeat(24), name: 'test', bucket: 'test', key: 'test', generation: 0 };
const received = 1_795_503_600_000_000_000n;

function normalize(type: string, record: string, recordPaths: readonly string[]): EventBatch {
  const logType = logTypes.get(type)!;
  const { definition, mapping, mappingVersion } = logType;
  const plan = createPlan({
    definition,
    mapping,
    mappingId: mappingVersion,
    derivations: derivations({ isInternal: () => false }),
    recordPaths: recordPaths.map(wanted),
  });
  return plan.run(readRecords(logType, plan.paths, record), [object], { received }).batch;
}

describe('the rules we ship', () => {
  test('load and can fire, each with an id, tags, a response and false positives, and its title in both languages', () => {
    expect(loaded.problems.map(formatProblem)).toEqual([]);
    expect(loaded.listing.filter(({ status }) => status !== 'loaded')).toEqual([]);
    expect(loaded.rules.length).toBeGreaterThanOrEqual(20);
    for (const { rule, path } of loaded.rules) {
      expect(rule.id, path).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(rule.tags.some((tag) => /^attack\.t\d{4}/.test(tag)) || path.includes('guardduty/'), path).toBe(true);
      for (const text of [rule.description, rule.response, ...rule.falsePositives, ...rule.references]) {
        expect(text.length, path).toBeGreaterThan(10);
      }
      for (const text of [rule.ja?.title ?? '', rule.ja?.response ?? ''])
        expect(text, path).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]{2}/);
    }
  });

  test.each(loaded.rules.map((rule) => [rule.path, rule] as const))('%s', (path, rule) => {
    const file = path.replace(/\.yml$/, '.test.yml');
    const { value: cases = [], problems } = parseRuleTests(file, read(file));
    expect(problems.map(formatProblem)).toEqual([]);
    const results = runRuleTests(rule, cases, { fieldTypes: (field) => ecsField(field)?.type, normalize });
    expect(results.filter(({ passed }) => !passed).map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
  });
});

/** Recordings of attacks (Stratus Red Team, as CloudTrail saw them), beside the checkout or in KUSHI_SHARED. */
const attacks = resolve(process.env.KUSHI_SHARED ?? '../shared', 'data/stratus-cloudtrail');

/** By technique: the rules that find it. The others leave nothing that a single event tells from daily work. */
const found: Readonly<Record<string, readonly string[]>> = {
  'aws.credential-access.ec2-get-password-data': ['windows_password_fetched'],
  'aws.credential-access.ec2-steal-instance-credentials': ['instance_credentials_misused'],
  'aws.credential-access.secretsmanager-batch-retrieve-secrets': ['secrets_read_in_bulk'],
  'aws.defense-evasion.cloudtrail-delete': ['trail_stopped'],
  'aws.defense-evasion.cloudtrail-event-selectors': ['trail_narrowed'],
  'aws.defense-evasion.cloudtrail-stop': ['trail_stopped'],
  'aws.defense-evasion.dns-delete-logs': ['network_logs_deleted'],
  'aws.defense-evasion.organizations-leave': ['organization_left'],
  'aws.defense-evasion.vpc-remove-flow-logs': ['network_logs_deleted'],
  'aws.execution.ec2-launch-unusual-instances': ['accelerated_instances_launched'],
  'aws.execution.ec2-user-data': ['instance_user_data_changed'],
  'aws.exfiltration.ec2-security-group-open-port-22-ingress': ['security_group_opened'],
  'aws.exfiltration.ec2-share-ami': ['snapshot_or_image_shared'],
  'aws.exfiltration.ec2-share-ebs-snapshot': ['snapshot_or_image_shared'],
  'aws.exfiltration.rds-share-snapshot': ['snapshot_or_image_shared'],
  'aws.initial-access.console-login-without-mfa': ['console_login_without_mfa'],
  'aws.lateral-movement.ec2-instance-connect': ['ssh_key_pushed_to_instance'],
  'aws.lateral-movement.ec2-serial-console-send-ssh-public-key': ['ssh_key_pushed_to_instance'],
  'aws.persistence.iam-backdoor-role': ['role_trust_changed'],
  'aws.persistence.iam-backdoor-user': ['access_key_for_another_user'],
  'aws.persistence.iam-create-admin-user': ['access_key_for_another_user', 'admin_policy_attached'],
  'aws.persistence.iam-create-backdoor-role': ['admin_policy_attached'],
  'aws.persistence.iam-create-user-login-profile': ['console_password_for_another_user'],
  'aws.persistence.lambda-backdoor-function': ['function_opened'],
  'aws.persistence.rolesanywhere-create-trust-anchor': ['trust_anchor_created'],
  'aws.persistence.sts-federation-token': ['federation_token_issued'],
  'aws.privilege-escalation.iam-update-user-login-profile': ['console_password_for_another_user'],
};

describe.skipIf(!existsSync(attacks))(`recorded attacks (skipped without ${attacks})`, () => {
  const detector = createDetector(loaded.rules, (field) => ecsField(field)?.type);
  const files = existsSync(attacks) ? readdirSync(attacks).sort() : [];
  test.each(files.map((file) => [file.replace(/\.json$/, '')]))('%s', (technique) => {
    const record = readFileSync(join(attacks, `${technique}.json`), 'utf8');
    const batch = normalize('aws.cloudtrail', record, detector.wantedRecordPaths('aws.cloudtrail'));
    expect(batch.rows).toBeGreaterThan(0);
    const rules = detector.run(batch).map(({ rule }) => loaded.rules[rule].path.replace(/^.*\/|\.yml$/g, ''));
    expect([...new Set(rules)].sort()).toEqual(found[technique] ?? []);
  });
});
