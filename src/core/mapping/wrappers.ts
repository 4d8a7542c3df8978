/** What a wrapper knows of the record inside it, and what follows from that as from a fragment. */
export interface Wrapper {
  readonly name: string;
  /** `cwl` in `$cwl.timestamp`. */
  readonly prefix: string;
  readonly facts: readonly string[];
  /** Facts that are moments already: decimal INT64 nanoseconds. */
  readonly instants: readonly string[];
  /** Field → name of the fact that fills it when nothing stronger does. */
  readonly fills: Readonly<Record<string, string>>;
}

/** Envelopes around records, by the names that `wrappers:` of logtype.yml uses. */
export const wrappers: readonly Wrapper[] = [
  {
    name: 'cloudwatch',
    prefix: 'cwl',
    facts: ['id', 'timestamp', 'owner', 'log_group', 'log_stream'],
    instants: [],
    fills: { 'cloud.account.id': 'owner' },
  },
  {
    name: 'eventbridge',
    prefix: 'eventbridge',
    facts: ['id', 'time', 'account', 'region', 'source', 'detail_type', 'resources'],
    instants: [],
    fills: { 'cloud.account.id': 'account', 'cloud.region': 'region' },
  },
  { name: 'sns', prefix: 'sns', facts: ['message_id', 'timestamp', 'topic', 'subject'], instants: [], fills: {} },
  { name: 'sqs', prefix: 'sqs', facts: ['message_id', 'sent'], instants: ['sent'], fills: {} },
  { name: 'firehose', prefix: 'firehose', facts: ['stream', 'arrival'], instants: ['arrival'], fills: {} },
  {
    name: 'firelens',
    prefix: 'firelens',
    facts: ['container_id', 'container_name', 'cluster', 'task_arn', 'task_definition', 'stream'],
    instants: [],
    fills: {
      'container.id': 'container_id',
      'container.name': 'container_name',
      'orchestrator.cluster.name': 'cluster',
    },
  },
  {
    name: 'fluentd',
    prefix: 'fluentd',
    facts: ['tag', 'time', 'host'],
    instants: ['time'],
    fills: { 'host.name': 'host' },
  },
  { name: 'cri', prefix: 'cri', facts: ['time', 'stream'], instants: ['time'], fills: {} },
  {
    name: 'docker',
    prefix: 'docker',
    facts: ['time', 'stream', 'container_id'],
    instants: ['time'],
    fills: { 'container.id': 'container_id' },
  },
  {
    name: 'k8s',
    prefix: 'k8s',
    facts: ['namespace', 'pod', 'container', 'node', 'cluster'],
    instants: [],
    fills: {
      'orchestrator.namespace': 'namespace',
      'orchestrator.resource.name': 'pod',
      'container.name': 'container',
      'orchestrator.cluster.name': 'cluster',
    },
  },
  {
    name: 'syslog',
    prefix: 'syslog',
    facts: ['timestamp', 'hostname', 'appname', 'procid', 'msgid', 'facility', 'severity'],
    instants: ['timestamp'],
    fills: {
      'host.hostname': 'hostname',
      'process.name': 'appname',
      'process.pid': 'procid',
      'log.syslog.facility.code': 'facility',
      'log.syslog.severity.code': 'severity',
    },
  },
  {
    name: 'journald',
    prefix: 'journald',
    facts: ['timestamp', 'hostname', 'unit', 'pid', 'priority'],
    instants: ['timestamp'],
    fills: { 'host.hostname': 'hostname', 'process.pid': 'pid', 'log.syslog.severity.code': 'priority' },
  },
  { name: 'archive', prefix: 'archive', facts: ['member'], instants: [], fills: { 'log.file.path': 'member' } },
];

/** What the reader knows of the object a record comes from; `time` is decimal INT64 nanoseconds. */
export const objectFacts: readonly string[] = ['bucket', 'key', 'account', 'region', 'time'];
