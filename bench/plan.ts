/** What a plan costs per record, in CPU time: a mapping of 40 targets with all derivations, over batches as the reader makes them. */
import { ColumnMemory } from '../src/core/batch/column-memory.ts';
import { GrowingDictionary } from '../src/core/batch/dictionary.ts';
import type { RecordBatch, RecordColumn } from '../src/core/codecs/reader.ts';
import type { EcsType } from '../src/core/ecs/ecs.ts';
import type { LogTypeDefinition } from '../src/core/logtype/logtype.ts';
import { derivations } from '../src/core/mapping/derivations/derivations.ts';
import { createPlan } from '../src/core/mapping/plan/create-plan.ts';
import type { Read, Target } from '../src/core/mapping/target.ts';
import { loadUserAgents } from '../src/enrichments/user-agents/load-user-agents.ts';

const rows = 100_000;
const start = 1_795_503_600n;

/** Distinct values of each path, near those of a busy account. */
const copied: readonly (readonly [field: string, path: string, distinct: number])[] = [
  ['event.action', '.eventName', 200],
  ['event.provider', '.eventSource', 60],
  ['error.code', '.errorCode', 30],
  ['error.message', '.errorMessage', 200],
  ['cloud.account.id', '.recipientAccountId', 12],
  ['cloud.region', '.awsRegion', 17],
  ['source.address', '.sourceIPAddress', 3000],
  ['user_agent.original', '.userAgent', 300],
  ['user.id', '.userIdentity.principalId', 2000],
  ['user.name', '.userIdentity.userName', 500],
  ['aws.user.arn', '.userIdentity.arn', 2000],
  ['aws.user.type', '.userIdentity.type', 7],
  ['aws.access_key', '.userIdentity.accessKeyId', 4000],
  ['aws.event_type', '.eventType', 5],
  ['aws.event_category', '.eventCategory', 3],
  ['aws.api_version', '.apiVersion', 9],
  ['tls.version', '.tlsDetails.tlsVersion', 2],
  ['tls.cipher', '.tlsDetails.cipherSuite', 6],
  ['tls.client.server_name', '.tlsDetails.clientProvidedHostHeader', 120],
  ['aws.vpc_endpoint', '.vpcEndpointId', 20],
  ['aws.session_issuer', '.userIdentity.sessionContext.sessionIssuer.arn', 150],
  ['aws.bucket', '.requestParameters.bucketName', 100],
  ['file.path', '.requestParameters.key', 6000],
  ['aws.role', '.requestParameters.roleArn', 200],
  ['aws.instance', '.requestParameters.instanceId', 800],
  ['aws.group', '.requestParameters.groupId', 150],
  ['aws.key', '.requestParameters.keyId', 60],
  ['aws.read_only', '.readOnly', 2],
  ['aws.management', '.managementEvent', 2],
  ['aws.shared_event', '.sharedEventID', 0],
];

function copyTarget(field: string, path: string): Target {
  return target(field, 'keyword', [path], (read) => read(path)[0]?.text);
}

function target(
  field: string,
  type: EcsType,
  inputs: readonly string[],
  value: (read: Read) => ReturnType<Read>[0]['text'] | bigint | readonly string[] | undefined,
): Target {
  const array = field.startsWith('event.category') || field === 'event.type';
  return { field, type, array, inputs, adds: false, evaluate: (read) => ({ value: value(read) }) };
}

const first =
  (...paths: string[]) =>
  (read: Read) =>
    paths.map((path) => read(path)[0]?.text).find((text) => text !== undefined);

const targets: readonly Target[] = [
  target('@timestamp', 'date', ['.eventTime'], (read) => BigInt(read('.eventTime')[0]?.text ?? 0) * 1_000_000_000n),
  ...copied.map(([field, path]) => copyTarget(field, path)),
  target('event.outcome', 'keyword', ['.errorCode', '.errorMessage'], (read) =>
    first('.errorCode', '.errorMessage')(read) === undefined ? 'success' : 'failure',
  ),
  target('event.category', 'keyword', ['.eventSource', '.eventName'], (read) => [
    read('.eventName')[0]?.text.endsWith('1') ? 'iam' : 'api',
  ]),
  target('event.type', 'keyword', ['.eventSource', '.eventName'], () => ['access']),
  target('cloud.service.name', 'keyword', ['.eventSource'], (read) => read('.eventSource')[0]?.text.split('.')[0]),
  target('user.domain', 'keyword', ['.userIdentity.type'], (read) => read('.userIdentity.type')[0]?.text.toLowerCase()),
  target(
    'aws.actor',
    'keyword',
    ['.userIdentity.userName', '.userIdentity.arn', '.userIdentity.principalId'],
    first('.userIdentity.userName', '.userIdentity.arn', '.userIdentity.principalId'),
  ),
  target(
    'aws.resource',
    'keyword',
    ['.requestParameters.instanceId', '.requestParameters.groupId', '.requestParameters.bucketName'],
    first('.requestParameters.instanceId', '.requestParameters.groupId', '.requestParameters.bucketName'),
  ),
  target(
    'user.target.name',
    'keyword',
    ['.requestParameters.userName', '.requestParameters.roleName'],
    first('.requestParameters.userName', '.requestParameters.roleName'),
  ),
  target('event.kind', 'keyword', [], () => 'event'),
];

let seed = 7;
function random(): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed / 0x80000000;
}

class Columns {
  readonly #dictionaries = new Map<string, GrowingDictionary>();

  column(path: string, vendorValue: (row: number) => string | undefined): RecordColumn {
    const dictionary = this.#dictionaries.get(path) ?? new GrowingDictionary();
    this.#dictionaries.set(path, dictionary);
    const ids = Uint32Array.from({ length: rows }, (_, row) => {
      const value = vendorValue(row);
      return value === undefined ? 0 : dictionary.put(value);
    });
    return { ids, dictionary, many: null, lists: { starts: new Uint32Array(2), items: new Uint32Array(0), size: 0 } };
  }
}

/** What a row is about. Its values hang together: an actor has one name and ARN, an action one service and one kind of target. */
interface Subject {
  readonly actor: number;
  readonly action: number;
}

function subject(): Subject {
  // Squaring makes few values frequent and most rare, as in logs.
  return { actor: Math.floor(random() ** 2 * 2000), action: Math.floor(random() ** 2 * 200) };
}

function vendorValue(path: string, distinct: number, { actor, action }: Subject): string | undefined {
  if (distinct === 0) return undefined;
  if (path === '.sourceIPAddress') {
    const host = random() < 0.8 ? actor : Math.floor(random() * distinct);
    return `198.51.${host >> 8}.${host & 255}`;
  }
  if (path.startsWith('.userIdentity') || path === '.userAgent') return `${path.slice(1, 25)}/${actor % distinct}`;
  if (path.startsWith('.requestParameters')) {
    return action % 11 === distinct % 11 ? `${path.slice(19)}/${Math.floor(random() ** 2 * distinct)}` : undefined;
  }
  if (path.startsWith('.error')) return action % 7 === 0 && random() < 0.3 ? `error/${action % distinct}` : undefined;
  return `${path.slice(1, 12)}/${action % distinct}`;
}

function makeBatch(columns: Columns): RecordBatch {
  const subjects = Array.from({ length: rows }, subject);
  const made = new Map(
    copied.map(([, path, distinct]) => [
      path,
      columns.column(path, (row) => vendorValue(path, distinct, subjects[row])),
    ]),
  );
  made.set(
    '.eventTime',
    columns.column('.eventTime', (row) => String(start + BigInt(row >> 4))),
  );
  const bytes = new Uint8Array(rows * 8);
  const starts = Uint32Array.from({ length: rows }, (_, row) => row * 8 + 4);
  for (let row = 0; row < rows; row++) bytes[row * 8] = 4;
  const plain = {
    object: new Uint32Array(rows),
    offset: new Float64Array(rows),
    length: new Uint32Array(rows).fill(4),
  };
  return {
    rows,
    columns: made,
    numbers: new Map(),
    ...plain,
    raw: { kind: 'bytes', bytes, starts },
    rejects: [],
    memory: new ColumnMemory(),
  };
}

const place = {
  country_iso_code: 'DE',
  city_name: 'Example',
  asn: 64500,
  organization: 'Example',
  location: { lat: 1, lon: 2 },
};
const definition: LogTypeDefinition = {
  id: 'aws.example',
  title: 'Example',
  docs: [],
  version: 1,
  codec: { kind: 'json' },
  wrappers: [],
  route: { key: [], probe: {} },
  sigma: [],
  entities: new Map(),
  zone: 'UTC',
};
const mapping = { paths: [], targets, absent: [] };
const plan = createPlan({
  definition,
  mapping,
  mappingId: '1-bench',
  derivations: derivations({ isInternal: () => false, locate: () => place, parseUserAgent: loadUserAgents() }),
  recordPaths: [],
});
const objects = [{ id: 'a'.repeat(24), name: 'a', bucket: 'b', key: 'a', generation: 0 }];
const columns = new Columns();
const batches = Array.from({ length: 4 }, () => makeBatch(columns));

for (let round = 0; round < 4; round++) {
  const times = batches.map((batch) => {
    const begin = process.cpuUsage();
    const { batch: events } = plan.run(batch, objects, { received: start * 1_000_000_000n });
    const { user, system } = process.cpuUsage(begin);
    return { ns: ((user + system) * 1000) / rows, fields: events.fields.size };
  });
  const perBatch = times.map(({ ns }) => ns.toFixed(0)).join(', ');
  process.stdout.write(
    `segment ${round + 1}: ${perBatch} ns a record and batch of ${rows}, ${targets.length} targets, ${times[0].fields} fields\n`,
  );
  plan.reset();
}
