import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { customFlowLine, customHeader, defaultFlowLine, defaultHeader, noDataLine } from '../vpcflow/flow-line.ts';
import { webFlows } from '../vpcflow/web-flows.ts';
import { createWorld } from '../world/world.ts';
import { albLine } from './alb-line.ts';
import { nginxLine } from './nginx-line.ts';
import { blockedRequest, connect, countedRequest, redirectedRequest, routedRequest } from './request-factory.ts';
import { largeBody, managedVerdict, metadataRule } from './scans.ts';
import { wafRecord } from './waf-record.ts';

const random = createRandom('lines');
const world = createWorld(random.fork('world'));
const time = Date.UTC(2026, 0, 31, 7, 5, 9) + 123.456;
const block = {
  network: '198.18.48.0/20',
  asn: 64499,
  organization: 'Isar Netz',
  use: 'customer' as const,
  place: {
    country: 'DE',
    countryName: 'Germany',
    continent: 'EU',
    city: 'Munich',
    latitude: 0,
    longitude: 0,
    zone: 'Europe/Berlin',
  },
};
const connection = connect(random, {
  client: { address: '198.18.50.1', block },
  agent: 'say "hi" \\ there',
  balancer: world.publicBalancer,
});
const route = { method: 'GET', path: '/v2/track/PX1', query: 'since=4', status: 200, bytes: 900, milliseconds: 20 };
const request = {
  ...routedRequest(random, connection, time, route),
  seconds: 0.25,
  bytesOut: 1000,
  target: world.web[0],
};

/** Fields of a load balancer's line: words and quoted texts. */
const albFields = (line: string) => line.match(/"[^"]*"|\S+/g)!;

const count = (text: string) => text.split(' ').length;

describe('an answered request', () => {
  it('is one line of 30 fields at the load balancer', () => {
    const fields = albFields(albLine(request));
    expect(fields).toHaveLength(30);
    expect(fields.slice(0, 5)).toEqual([
      'https',
      '2026-01-31T07:05:09.374456Z',
      `app/parcels-public/${world.publicBalancer.id}`,
      `198.18.50.1:${request.port}`,
      `${world.web[0].address}:8080`,
    ]);
    expect(fields[8]).toBe('200');
    expect(fields[12]).toBe('"GET https://api.example.com:443/v2/track/PX1?since=4 HTTP/1.1"');
    expect(fields[13]).toBe('"say \\x22hi\\x22 \\x5C there"');
    expect(fields[17]).toBe(`"Root=${request.traceId}"`);
    expect(fields[22]).toBe('"waf,forward"');
  });

  it('is one line at nginx, a quarter of a second later', () => {
    expect(nginxLine(request)).toBe(
      '198.18.50.1 - - [31/Jan/2026:07:05:09 +0000] "GET /v2/track/PX1?since=4 HTTP/1.1" 200 1000 "-" "say \\x22hi\\x22 \\x5C there" "198.18.50.1" 0.250',
    );
  });

  it('is allowed by default at the web ACL, under the same id', () => {
    const record = JSON.parse(wafRecord(request));
    expect(record).toMatchObject({ timestamp: Math.floor(time), action: 'ALLOW', terminatingRuleId: 'Default_Action' });
    expect(record.httpRequest).toMatchObject({
      clientIp: '198.18.50.1',
      country: 'DE',
      requestId: request.traceId,
      args: 'since=4',
    });
    expect(record.ruleGroupList).toHaveLength(4);
    expect(record.labels).toBeUndefined();
  });

  it('is four flows: both ways at the node and at the instance', () => {
    const flows = webFlows([request, { ...request, time: time + 1000 }]);
    expect(flows.map(({ source, destination, direction }) => [source, destination, direction])).toEqual([
      ['198.18.50.1', request.node.address, 'ingress'],
      [request.node.address, '198.18.50.1', 'egress'],
      [request.node.address, world.web[0].address, 'ingress'],
      [world.web[0].address, request.node.address, 'egress'],
    ]);
    expect(flows[1].bytes).toBeGreaterThan(2000);
    for (const flow of flows) expect(count(customFlowLine(flow))).toBe(count(customHeader));
    expect(count(defaultFlowLine(flows[0]))).toBe(count(defaultHeader));
    expect(count(noDataLine(world.web[0], time))).toBe(count(customHeader));
  });
});

describe('a request that never reaches an instance', () => {
  it('is blocked by a rule of a group, with its label', () => {
    const blocked = blockedRequest(request, managedVerdict(metadataRule));
    const record = JSON.parse(wafRecord(blocked));
    expect(record).toMatchObject({
      action: 'BLOCK',
      terminatingRuleType: 'MANAGED_RULE_GROUP',
      labels: [{ name: metadataRule.label }],
    });
    expect(record.ruleGroupList.at(-1).terminatingRule.ruleId).toBe(metadataRule.ruleId);
    const fields = albFields(albLine(blocked));
    expect([fields[4], fields[8], fields[9], fields[22]]).toEqual(['-', '403', '-', '"waf"']);
  });

  it('is sent on to HTTPS', () => {
    const redirected = redirectedRequest(request);
    const fields = albFields(albLine(redirected));
    expect([fields[0], fields[8], fields[22], fields[23]]).toEqual([
      'http',
      '301',
      '"waf,redirect"',
      '"https://api.example.com:443/v2/track/PX1"',
    ]);
    expect(JSON.parse(wafRecord(redirected)).httpRequest.scheme).toBe('http');
    expect(webFlows([redirected])[0].destinationPort).toBe(80);
  });

  it('is only counted when the rule counts', () => {
    const record = JSON.parse(wafRecord(countedRequest(request, largeBody)));
    expect(record.action).toBe('ALLOW');
    expect(record.ruleGroupList[1].terminatingRule).toBeNull();
    expect(record.ruleGroupList[1].nonTerminatingMatchingRules[0]).toMatchObject({
      ruleId: 'SizeRestrictions_BODY',
      action: 'COUNT',
    });
  });
});
