import ipaddr from 'ipaddr.js';
import { parse } from 'tldts';

/** RFC 5737, 3849, 2544, 9637 (documentation and benchmarks), private, link-local and unspecified addresses. */
const networks = [
  '192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 198.18.0.0/15 2001:db8::/32 3fff::/20',
  '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 0.0.0.0/32 255.255.255.255/32',
  '::/128 ::1/128 fc00::/7 fe80::/10 fd00:ec2::/32 224.0.0.0/4 ff00::/8',
]
  .join(' ')
  .split(' ')
  .map((network) => ipaddr.parseCIDR(network));

const domains = new Set(
  [
    'example.com example.net example.org example.edu',
    'amazonaws.com amazonaws.com.cn amazon.com cloudfront.net awsapps.com on.aws aws.dev',
  ].flatMap((line) => line.split(' ')),
);

/** Endings that ordinary words in logs do not have, unlike `.sh`, `.name` or `.py`. */
const endings = new Set(
  'com net org edu gov io info biz xyz top online site club cn jp ru uk de fr nl br in'.split(' '),
);

/** Ids that AWS's own documentation uses, and those of one digit. */
const accounts =
  /^(?:111122223333|222233334444|333344445555|444455556666|555566667777|777788889999|123456789012|210987654321|(\d)\1{11})$/;

/** Whatever in a text looks like somebody's: addresses, names, accounts and keys that are not made for documentation. */
export function notInvented(text: string): string[] {
  // The version in `Chrome/126.0.0.0` is no address.
  const v4 = text.matchAll(/(?<![\w.]|[\w)]\/)\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)/g);
  const v6 = text.matchAll(/(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:.])/gi);
  const names = text.matchAll(/(?<![\w.-])(?:[a-z0-9_-]+\.)+[a-z]{2,}(?![\w.-]*\w)/gi);
  const ids = text.matchAll(/(?<![\w.-])\d{12}(?![\w.-]*\w)/g);
  const keys = text.matchAll(/\bA(?:KIA|SIA|ROA|IDA)[A-Z0-9]{12,}\b/g);
  const found = [
    ...[...v4, ...v6].filter(([address]) => ipaddr.isValid(address) && !isForDocumentation(address)),
    ...[...names].filter(([name]) => !isExample(name)),
    ...[...ids].filter(([id]) => !accounts.test(id)),
    ...[...keys].filter(([key]) => !key.includes('EXAMPLE')),
  ];
  return [...new Set(found.map(([piece]) => piece))];
}

function isForDocumentation(text: string): boolean {
  const address = ipaddr.parse(text);
  return networks.some((network) => network[0].kind() === address.kind() && address.match(network));
}

function isExample(name: string): boolean {
  const { domain, publicSuffix } = parse(name.toLowerCase());
  const ending = publicSuffix?.split('.').at(-1);
  return domain === null || ending === undefined || !endings.has(ending) || domains.has(domain);
}
