import { createHash } from 'node:crypto';
import { arn } from '../world/hosts.ts';
import { isPlain, type Verdict, type WebRequest } from './web-request.ts';

/** Managed rule groups of the web ACL, in order of priority. */
const ruleGroups = [
  'AWS#AWSManagedRulesAmazonIpReputationList',
  'AWS#AWSManagedRulesCommonRuleSet',
  'AWS#AWSManagedRulesKnownBadInputsRuleSet',
  'AWS#AWSManagedRulesSQLiRuleSet',
] as const;

function matchDetails(matched: NonNullable<Verdict['matched']>) {
  const { condition: conditionType, location, data: matchedData } = matched;
  return [
    { conditionType, sensitivityLevel: conditionType === 'SQL_INJECTION' ? 'HIGH' : null, location, matchedData },
  ];
}

/** Groups are listed up to the one that ended the evaluation. */
function ruleGroupList({ matched, counted }: Verdict) {
  const last =
    matched && !counted ? ruleGroups.indexOf(matched.group as (typeof ruleGroups)[number]) : ruleGroups.length - 1;
  return ruleGroups.slice(0, last + 1).map((group) => {
    const here = matched?.group === group ? matched : undefined;
    const rule = here && {
      ruleId: here.ruleId,
      action: counted ? 'COUNT' : 'BLOCK',
      ruleMatchDetails: matchDetails(here),
    };
    return {
      ruleGroupId: group,
      terminatingRule: rule && !counted ? rule : null,
      nonTerminatingMatchingRules: rule && counted ? [rule] : [],
      excludedRules: null,
      customerConfig: null,
    };
  });
}

function headers(request: WebRequest) {
  const all: [string, string | null][] = [
    ['Host', request.host],
    ['User-Agent', request.agent || null],
    ['Accept', request.path.startsWith('/v2/') ? 'application/json' : '*/*'],
    ['Accept-Encoding', 'gzip, br'],
    ['Referer', request.referrer],
    ['X-Amzn-Trace-Id', `Root=${request.traceId}`],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function httpRequest(request: WebRequest) {
  return {
    clientIp: request.client.address,
    country: request.client.block.place.country,
    headers: headers(request),
    uri: request.path,
    args: request.query,
    httpVersion: request.http2 ? 'HTTP/2.0' : 'HTTP/1.1',
    httpMethod: request.method,
    requestId: request.traceId,
    fragment: '',
    scheme: isPlain(request) ? 'http' : 'https',
    host: request.host,
  };
}

function rateBasedRules(verdict: Verdict, aclArn: string) {
  if (verdict.ruleKind !== 'RATE_BASED') return [];
  return [
    {
      rateBasedRuleId: aclArn.replace('/webacl/', '/ratebasedrule/'),
      rateBasedRuleName: verdict.rule,
      limitKey: 'IP',
      maxRateAllowed: 2000,
      evaluationWindowSec: '300',
    },
  ];
}

/**
 * A web ACL log record, JSON on one line.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export function wafRecord(request: WebRequest): string {
  const { verdict, balancer } = request;
  const acl = balancer.webAcl!;
  const aclArn = arn('wafv2', balancer.account, `regional/webacl/${acl.name}/${acl.id}`);
  const terminating = verdict.matched && !verdict.counted ? verdict.matched : undefined;
  return JSON.stringify({
    timestamp: Math.floor(request.time),
    formatVersion: 1,
    webaclId: aclArn,
    terminatingRuleId: verdict.rule ?? 'Default_Action',
    terminatingRuleType: verdict.ruleKind,
    action: verdict.action,
    terminatingRuleMatchDetails: terminating ? matchDetails(terminating) : [],
    httpSourceName: 'ALB',
    httpSourceId: `${balancer.account.id}-app/${balancer.name}/${balancer.id}`,
    ruleGroupList: ruleGroupList(verdict),
    rateBasedRuleList: rateBasedRules(verdict, aclArn),
    nonTerminatingMatchingRules: [],
    requestHeadersInserted: null,
    responseCodeSent: null,
    httpRequest: httpRequest(request),
    ...(verdict.labels.length > 0 && { labels: verdict.labels.map((name) => ({ name })) }),
    requestBodySize: request.method === 'POST' ? request.bytesIn : 0,
    requestBodySizeInspectedByWAF: request.method === 'POST' ? Math.min(request.bytesIn, 8192) : 0,
    ja3Fingerprint: ja3(request.agent),
  });
}

/** A fingerprint belongs to a client program, so it follows from the user agent. */
const fingerprints = new Map<string, string>();
function ja3(agent: string): string {
  const known = fingerprints.get(agent) ?? createHash('md5').update(agent).digest('hex');
  fingerprints.set(agent, known);
  return known;
}
