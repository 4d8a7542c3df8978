import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../target.ts';
import { splitAddress } from './address.ts';
import { parseArn } from './arn.ts';
import { communityId } from './community-id.ts';
import type { Derivation } from './derivation.ts';
import { type DerivationOptions, derivations } from './derivations.ts';
import { relatedAddress, relatedFields, relatedHost, relatedUser } from './related.ts';
import { sha1 } from './sha1.ts';
import { splitUrl } from './split-url.ts';
import { createUserAgentParser } from './user-agent/user-agent-parser.ts';

type Event = Readonly<Record<string, FieldValue>>;

/** All derivations in their order, on one event. */
function derive(list: readonly Derivation[], event: Event): Event {
  const fields: Record<string, FieldValue> = { ...event };
  for (const derivation of list) {
    const all = (field: string): readonly string[] => {
      const value = fields[field];
      if (value === undefined) return [];
      const texts = typeof value === 'object' ? value : [String(value)];
      return derivation.narrow === undefined ? texts : texts.map(derivation.narrow);
    };
    const derived = derivation.derive({ one: (field) => all(field)[0], all });
    for (const [field, value] of Object.entries(derived)) {
      expect(derivation.to, `${derivation.name} declares ${field}`).toContain(field);
      const isEmpty = value === undefined || (typeof value === 'object' && value.length === 0);
      if (!isEmpty && (derivation.canonical || fields[field] === undefined)) fields[field] = value;
    }
  }
  return fields;
}

const yaml = readFileSync(createRequire(import.meta.url).resolve('uap-core/regexes.yaml'), 'utf8');
const options: DerivationOptions = {
  isInternal: (ip) => ip.startsWith('10.'),
  isTrustedProxy: (ip) => ip.startsWith('10.'),
  locate: (ip) =>
    ip === '203.0.113.9'
      ? { country_iso_code: 'DE', location: { lat: 1, lon: 2 }, asn: 64500, organization: 'Example' }
      : undefined,
  parseUserAgent: createUserAgentParser(yaml),
  communityId: true,
};
const all = derivations(options);

test.each<[string, Event, Readonly<Record<string, FieldValue | undefined>>]>([
  ['an address is an ip', { 'source.address': '203.0.113.9' }, { 'source.ip': '203.0.113.9' }],
  [
    'an address with a port',
    { 'client.address': '[2001:db8::1]:443' },
    { 'client.ip': '2001:db8::1', 'client.port': 443n },
  ],
  [
    'a name',
    { 'server.address': 'WWW.Example.com.' },
    {
      'server.domain': 'www.example.com',
      'server.registered_domain': 'example.com',
      'server.subdomain': 'www',
      'server.top_level_domain': 'com',
    },
  ],
  [
    'a machine',
    { 'host.address': 'web1', 'observer.address': '192.0.2.1:514' },
    { 'host.name': 'web1', 'observer.ip': '192.0.2.1' },
  ],
  ['an explicit ip wins', { 'source.address': '203.0.113.9', 'source.ip': '192.0.2.1' }, { 'source.ip': '192.0.2.1' }],
  [
    'a place',
    { 'source.ip': '203.0.113.9' },
    {
      'source.geo.country_iso_code': 'DE',
      'source.geo.location': '{"lat":1,"lon":2}',
      'source.as.number': 64500n,
      'source.as.organization.name': 'Example',
    },
  ],
  [
    'the client behind proxies',
    { 'source.ip': '10.0.0.1', 'kushi.forwarded_for': ['192.0.2.66', '203.0.113.9', '10.0.0.7'] },
    { 'client.ip': '203.0.113.9', 'network.forwarded_ip': '203.0.113.9' },
  ],
  [
    'nobody behind a stranger',
    { 'source.ip': '203.0.113.9', 'kushi.forwarded_for': ['192.0.2.66'] },
    { 'client.ip': undefined },
  ],
  [
    'a url',
    { 'url.original': 'https://bob:secret@Shop.Example.co.uk:8443/a/b.tar.gz?q=1#top' },
    {
      'url.scheme': 'https',
      'url.username': 'bob',
      'url.domain': 'shop.example.co.uk',
      'url.port': 8443n,
      'url.path': '/a/b.tar.gz',
      'url.extension': 'gz',
      'url.query': 'q=1',
      'url.fragment': 'top',
      'url.registered_domain': 'example.co.uk',
      'url.subdomain': 'shop',
      'url.top_level_domain': 'co.uk',
    },
  ],
  [
    'a url from parts',
    { 'url.scheme': 'http', 'url.domain': 'example.com', 'url.path': '/x', 'url.query': 'y' },
    { 'url.full': 'http://example.com/x?y', 'url.original': 'http://example.com/x?y' },
  ],
  ['a target from parts', { 'url.path': '/x', 'url.query': 'y' }, { 'url.original': '/x?y' }],
  [
    'no parts of addresses',
    { 'url.original': 'http://[2001:db8::1]/' },
    { 'url.domain': '[2001:db8::1]', 'url.registered_domain': undefined },
  ],
  [
    'a question',
    { 'dns.question.name': 'Mail.Example.COM.' },
    { 'dns.question.name': 'mail.example.com', 'dns.question.registered_domain': 'example.com', 'dns.type': 'query' },
  ],
  [
    'answers',
    { 'dns.answers': ['{"type":"A","data":"192.0.2.1"}', '{"type":"CNAME","data":"x.example.com"}'] },
    { 'dns.resolved_ip': ['192.0.2.1'], 'dns.type': 'answer' },
  ],
  ['transport of a number', { 'network.iana_number': '6' }, { 'network.transport': 'tcp' }],
  [
    'number of a transport',
    { 'network.transport': 'ICMPv6' },
    { 'network.transport': 'ipv6-icmp', 'network.iana_number': '58' },
  ],
  [
    'a transport that is a number',
    { 'network.transport': '17' },
    { 'network.transport': 'udp', 'network.iana_number': '17' },
  ],
  [
    'direction out',
    { 'source.ip': '10.0.0.1', 'destination.ip': '192.0.2.1' },
    { 'network.direction': 'egress', 'network.type': 'ipv4' },
  ],
  [
    'direction in',
    { 'source.ip': '2001:db8::1', 'destination.ip': '10.0.0.1' },
    { 'network.direction': 'ingress', 'network.type': 'ipv6' },
  ],
  ['direction inside', { 'source.ip': '10.0.0.1', 'destination.ip': '10.0.0.2' }, { 'network.direction': 'internal' }],
  [
    'direction outside',
    { 'source.ip': '192.0.2.1', 'destination.ip': '192.0.2.2' },
    { 'network.direction': 'external' },
  ],
  ['sums', { 'source.bytes': 9007199254740993n, 'destination.bytes': 1n }, { 'network.bytes': 9007199254740994n }],
  [
    'a domain account',
    { 'user.name': 'CORP\\alice' },
    { 'user.name': 'alice', 'user.domain': 'CORP', 'user.email': undefined },
  ],
  [
    'an e-mail address',
    { 'user.target.name': 'bob@example.com' },
    { 'user.target.name': 'bob', 'user.target.domain': 'example.com', 'user.target.email': 'bob@example.com' },
  ],
  [
    'an e-mail address of a user whose domain is known to be another',
    { 'user.name': 'bob@example.com', 'user.domain': 'CORP' },
    { 'user.name': 'bob@example.com', 'user.domain': 'CORP', 'user.email': 'bob@example.com' },
  ],
  [
    'a host',
    { 'host.hostname': 'web1.example.com' },
    { 'host.name': 'web1.example.com', 'host.domain': 'example.com' },
  ],
  [
    'a host that is an address',
    { 'host.name': '192.0.2.1' },
    { 'host.hostname': '192.0.2.1', 'host.domain': undefined },
  ],
  [
    'MAC addresses',
    { 'source.mac': '00:00:5e:00:53:af', 'host.mac': ['0000.5e00.53af', 'x'] },
    { 'source.mac': '00-00-5E-00-53-AF', 'host.mac': ['00-00-5E-00-53-AF', 'x'] },
  ],
  [
    'a path',
    { 'file.path': 'c:\\Temp\\run.EXE' },
    { 'file.name': 'run.EXE', 'file.directory': 'c:\\Temp', 'file.drive_letter': 'C', 'file.extension': 'EXE' },
  ],
  [
    'a root path',
    { 'file.path': '/.bashrc' },
    { 'file.name': '.bashrc', 'file.directory': '/', 'file.extension': undefined },
  ],
  [
    'an executable',
    { 'process.executable': '/usr/bin/ssh', 'process.parent.executable': 'C:\\a\\b.exe' },
    { 'process.name': 'ssh', 'process.parent.name': 'b.exe' },
  ],
  [
    'a registry path',
    { 'registry.path': '\\REGISTRY\\MACHINE\\SOFTWARE\\Example\\Run' },
    { 'registry.hive': 'HKLM', 'registry.key': 'SOFTWARE\\Example', 'registry.value': 'Run' },
  ],
  ['a duration', { 'event.start': 5n, 'event.end': 12n }, { 'event.duration': 7n }],
  ['an end', { 'event.start': 5n, 'event.duration': 7n }, { 'event.end': 12n }],
  ['no negative duration', { 'event.start': 12n, 'event.end': 5n }, { 'event.duration': undefined }],
  [
    'an outcome',
    { 'event.category': ['network'], 'event.type': ['connection', 'denied'] },
    { 'event.outcome': 'failure', 'event.kind': 'event' },
  ],
  [
    'no outcome of other categories',
    { 'event.category': ['iam'], 'event.type': ['allowed'] },
    { 'event.outcome': undefined },
  ],
  ['defaults', {}, { 'event.kind': 'event', 'event.type': ['info'] }],
  [
    'a technique',
    { 'threat.technique.id': ['T1078.004'] },
    {
      'threat.technique.name': ['Valid Accounts'],
      'threat.technique.subtechnique.name': ['Cloud Accounts'],
      'threat.technique.reference': ['https://attack.mitre.org/techniques/T1078/'],
      'threat.technique.subtechnique.reference': ['https://attack.mitre.org/techniques/T1078/004/'],
      'threat.tactic.name': ['Defense Evasion', 'Persistence', 'Privilege Escalation', 'Initial Access'],
    },
  ],
  [
    'a vulnerability',
    { 'vulnerability.id': 'CVE-2021-44228', 'vulnerability.score.base': 10 },
    {
      'vulnerability.enumeration': 'CVE',
      'vulnerability.classification': 'CVSS',
      'vulnerability.reference': 'https://www.cve.org/CVERecord?id=CVE-2021-44228',
    },
  ],
  [
    'a distinguished name',
    { 'tls.server.x509.subject.distinguished_name': 'CN=example.com, O=Example\\, Inc., C=DE' },
    {
      'tls.server.x509.subject.common_name': ['example.com'],
      'tls.server.x509.subject.organization': ['Example, Inc.'],
      'tls.server.x509.subject.country': ['DE'],
    },
  ],
])('%s', (_, event, expected) => {
  const derived = derive(all, event);
  expect(Object.fromEntries(Object.keys(expected).map((field) => [field, derived[field]]))).toEqual(expected);
});

test('the one counter of a log is the sum when the log can have no other', () => {
  const sums = all.filter(({ name }) => name.startsWith('network.bytes'));
  expect(sums.map(({ unless }) => unless)).toEqual([undefined, 'destination.bytes', 'source.bytes']);
  expect(derive(sums, { 'source.bytes': 7n })).toMatchObject({ 'network.bytes': 7n });
});

describe('splitAddress', () => {
  test.each(['', '-', ':', '[', ']:1', '203.0.113.9:99999', 'a b', '1.2.3', '::1]:5', 'user@example.com'])(
    '"%s" gives no ip',
    (text) => {
      const { ip, port } = splitAddress(text);
      expect([ip, port]).toEqual([text === '203.0.113.9:99999' ? '203.0.113.9' : undefined, undefined]);
    },
  );

  test('survives any text', () => {
    fc.assert(fc.property(fc.string(), (text) => splitAddress(text) !== null));
  });
});

describe('splitUrl', () => {
  test.each([
    ['/', { path: '/' }],
    ['*', { path: '*' }],
    ['/a.b/', { path: '/a.b/' }],
    ['/?', { path: '/' }],
    ['/%00%ff?x=../../etc/passwd', { path: '/%00%ff', query: 'x=../../etc/passwd' }],
    ['//evil.example/x', { path: '//evil.example/x' }],
    ['example.com:443', { domain: 'example.com', port: 443n }],
    ['http://', { scheme: 'http' }],
    ['http://@/', { scheme: 'http', path: '/' }],
    ['http://a:b:c/', { scheme: 'http', path: '/' }],
    ['http://example.com:99999/', { scheme: 'http', domain: 'example.com', path: '/' }],
    ['http://example.com?x', { scheme: 'http', domain: 'example.com', query: 'x' }],
    ['\u0016\u0003\u0001', {}],
    ['', {}],
  ])('%j', (text, parts) => expect(splitUrl(text)).toEqual(parts));

  test('gives back the parts a URL is made of, and survives any text', () => {
    const text = (...without: string[]) =>
      fc.string({ unit: 'binary', minLength: 1 }).filter((part) => !without.some((char) => part.includes(char)));
    fc.assert(
      fc.property(
        fc.constantFrom('http', 'https', 'ftp'),
        fc.domain().map((domain) => domain.toLowerCase()),
        text('?', '#').map((path) => `/${path}`),
        fc.option(text('#'), { nil: undefined }),
        fc.option(text(), { nil: undefined }),
        (scheme, domain, path, query, fragment) => {
          const tail = `${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`;
          expect(splitUrl(`${scheme}://${domain}${path}${tail}`)).toMatchObject({ scheme, domain, path });
          expect(splitUrl(`${path}${tail}`).query).toBe(query);
          expect(splitUrl(`${path}${tail}`).fragment).toBe(fragment);
        },
      ),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof splitUrl(text) === 'object'));
  });
});

test('sha1 is that of the platform', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect([...sha1(bytes)]).toEqual([...createHash('sha1').update(bytes).digest()]);
    }),
  );
});

describe('communityId', () => {
  test.each([
    [6, '128.232.110.120', 34855, '66.35.250.204', 80, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
    [17, '192.168.1.52', 54585, '8.8.8.8', 53, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
  ])('of the examples of its specification', (protocol, ip, port, otherIp, otherPort, id) => {
    expect(communityId(protocol, { ip, port }, { ip: otherIp, port: otherPort })).toBe(id);
    expect(communityId(protocol, { ip: otherIp, port: otherPort }, { ip, port })).toBe(id);
  });

  test('is derived for flows with ports, and for protocols without', () => {
    const flow = { 'source.ip': '192.0.2.1', 'destination.ip': '192.0.2.2', 'network.transport': 'gre' };
    expect(derive(all, flow)['network.community_id']).toBe(communityId(47, { ip: '192.0.2.1' }, { ip: '192.0.2.2' }));
    expect(derive(all, { ...flow, 'network.transport': 'tcp' })['network.community_id']).toBeUndefined();
  });
});

describe('related', () => {
  test.each([
    [relatedAddress, '192.0.2.1', '192.0.2.1'],
    [relatedAddress, '2001:DB8::1', '2001:db8::1'],
    [relatedAddress, '::ffff:192.0.2.1', '192.0.2.1'],
    ...['127.0.0.1', '::1', '0.0.0.0', '::', '224.0.0.1', '239.255.255.250', 'ff02::1', '-', 'x'].map(
      (ip) => [relatedAddress, ip, undefined] as const,
    ),
    [relatedUser, 'alice', 'alice'],
    [relatedUser, '-', undefined],
    [relatedUser, 'arn:aws:iam::111122223333:user/team/alice', 'alice'],
    [relatedUser, 'arn:aws:s3:::bucket', undefined],
    [relatedHost, 'WEB1', 'web1'],
    [relatedHost, '192.0.2.1', undefined],
    [relatedHost, '[2001:db8::1]', undefined],
    [relatedHost, 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc', 'i-0abc'],
  ] as const)('%o of %s', (take, value, taken) => expect(take(value)).toBe(taken));

  test('gathers from the fields an event can have', () => {
    const fields = relatedFields(new Set(['destination.ip', 'source.ip', 'file.hash.md5', 'related.hosts']));
    expect(fields.map(({ field, from }) => [field, from])).toEqual([
      ['related.ip', ['source.ip', 'destination.ip']],
      ['related.hosts', []],
      ['related.hash', ['file.hash.md5']],
    ]);
  });
});

test.each([
  ['arn:aws:iam::111122223333:role/team/Admin', { account: '111122223333', type: 'role', name: 'Admin' }],
  [
    'arn:aws-cn:lambda:cn-north-1:111122223333:function:run:1',
    { partition: 'aws-cn', service: 'lambda', type: 'function' },
  ],
  ['arn:aws:s3:::bucket', { account: '', type: '', name: 'bucket' }],
])('parseArn %s', (text, parts) => expect(parseArn(text)).toMatchObject(parts));
