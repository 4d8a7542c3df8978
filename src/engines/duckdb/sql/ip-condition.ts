import { type IpHex, mappedPrefix, parseCidr, parseIp } from '../../../core/query/ip-value.ts';
import type { RangeOp } from '../../../core/query/value-test.ts';
import type { SqlColumn } from './column.ts';
import type { Parameters } from './parameters.ts';

export const rangeSigns: Readonly<Record<RangeOp, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

/**
 * `parseIp` of core as SQL macros, since DuckDB's INET type is an extension. `kushi_ip4` gives 8 hex digits, `kushi_ip6`
 * 32, `kushi_ip` 32 for both; NULL for what is no address.
 */
export const ipMacros: readonly string[] = [
  `CREATE MACRO kushi_octet(t, n) AS TRY_CAST(split_part(t, '.', n) AS INTEGER)`,
  `CREATE MACRO kushi_ip4(t) AS CASE
     WHEN regexp_full_match(t, '(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})')
       AND greatest(kushi_octet(t, 1), kushi_octet(t, 2), kushi_octet(t, 3), kushi_octet(t, 4)) < 256
     THEN printf('%02x%02x%02x%02x', kushi_octet(t, 1), kushi_octet(t, 2), kushi_octet(t, 3), kushi_octet(t, 4)) END`,
  `CREATE MACRO kushi_groups(t) AS CASE WHEN t IS NULL OR t = '' THEN [] ELSE string_split(t, ':') END`,
  `CREATE MACRO kushi_hex(groups) AS array_to_string(list_transform(groups, lambda g: lpad(lower(g), 4, '0')), '')`,
  `CREATE MACRO kushi_fill(parts, head, tail) AS CASE
     WHEN (CASE len(parts) WHEN 1 THEN len(head) = 8 WHEN 2 THEN len(head) + len(tail) < 8 ELSE FALSE END)
       AND len(list_filter(list_concat(head, tail), lambda g: NOT regexp_full_match(g, '[0-9A-Fa-f]{1,4}'))) = 0
     THEN kushi_hex(head) || repeat('0000', 8 - len(head) - len(tail)) || kushi_hex(tail) END`,
  `CREATE MACRO kushi_ip6(t) AS kushi_fill(string_split(t, '::'), kushi_groups(string_split(t, '::')[1]), kushi_groups(string_split(t, '::')[2]))`,
  `CREATE MACRO kushi_tail(t) AS regexp_extract(t, '[^:]*$')`,
  `CREATE MACRO kushi_ip(t) AS CASE
     WHEN NOT contains(t, ':') THEN '${mappedPrefix}' || kushi_ip4(t)
     WHEN contains(kushi_tail(t), '.') THEN kushi_ip6(
       left(t, length(t) - length(kushi_tail(t))) || left(kushi_ip4(kushi_tail(t)), 4) || ':' || right(kushi_ip4(kushi_tail(t)), 4))
     ELSE kushi_ip6(t) END`,
];

/** Equal addresses. Fields of type ip hold IPv4 in its dotted form only, so an IPv4 address is that text. */
export function ipEquals(sql: string, value: string, parameters: Parameters): string | undefined {
  const ip = parseIp(value);
  if (ip === undefined) return undefined;
  if (isV4(ip)) return `${sql} = ${parameters.bind(dotted(ip))}`;
  return guarded(`contains(${sql}, ':')`, `kushi_ip(${sql}) = '${ip}'`);
}

export function ipRange(sql: string, op: RangeOp, value: string): string | undefined {
  const ip = parseIp(value);
  return ip === undefined ? undefined : `kushi_ip(${sql}) ${rangeSigns[op]} '${ip}'`;
}

/** Most rows are told by their first characters; the address itself is read of those that may be inside. */
export function cidrCondition(
  sql: string,
  cidr: string,
  comparison: SqlColumn['comparison'],
  parameters: Parameters,
): string | undefined {
  const range = parseCidr(cidr);
  if (range === undefined) return undefined;
  const between = `kushi_ip(${sql}) BETWEEN '${range.first}' AND '${range.last}'`;
  if (!isV4(range.first) || !isV4(range.last)) {
    const onlyV6 = range.first > `${mappedPrefix}ffffffff` || range.last < `${mappedPrefix}00000000`;
    return onlyV6 ? guarded(`contains(${sql}, ':')`, between) : between;
  }
  const [first, last] = [dotted(range.first).split('.'), dotted(range.last).split('.')];
  const shared = first.findIndex((octet, i) => octet !== last[i]);
  const prefix = (shared < 0 ? first : first.slice(0, shared)).map((octet) => `${octet}.`).join('');
  if (comparison !== 'ip')
    return guarded(
      `(starts_with(${sql}, ${parameters.bind(prefix.replace(/\.$/, ''))}) OR contains(${sql}, ':'))`,
      between,
    );
  if (shared < 0) return `${sql} = ${parameters.bind(prefix.slice(0, -1))}`;
  const begins = `starts_with(${sql}, ${parameters.bind(prefix)})`;
  const whole =
    first.slice(shared).every((octet) => octet === '0') && last.slice(shared).every((octet) => octet === '255');
  return whole && prefix !== '' ? begins : guarded(prefix === '' ? `NOT contains(${sql}, ':')` : begins, between);
}

/** CASE, because AND does not promise that the cheap test comes first. */
function guarded(cheap: string, dear: string): string {
  return `CASE WHEN ${cheap} THEN ${dear} ELSE FALSE END`;
}

function isV4(ip: IpHex): boolean {
  return ip.startsWith(mappedPrefix);
}

function dotted(ip: IpHex): string {
  const octets = ip.slice(mappedPrefix.length).match(/../g) ?? [];
  return octets.map((octet) => Number.parseInt(octet, 16)).join('.');
}
