import { type IpHex, mappedPrefix, parseCidr, parseIp } from '../../../core/query/ip-value.ts';
import type { RangeOp } from '../../../core/query/value-test.ts';
import type { SqlColumn } from './column.ts';
import type { Parameters } from './parameters.ts';

export const rangeSigns: Readonly<Record<RangeOp, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

const octetPattern = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/**
 * `parseIp` of core as SQL macros, since DuckDB's INET type is an extension. `kushi_ip4` gives 8 hex digits, `kushi_ip6`
 * 32 of lower-case text without dots, `kushi_ip` 32 for both; NULL for what is no address. Macros copy their arguments
 * wherever they use them, so longer ones are named first, as the parameter of a lambda over a list of one.
 */
export const ipMacros: readonly string[] = [
  `CREATE MACRO kushi_ip4(t) AS CASE WHEN regexp_full_match(t, '(?:${octetPattern}\\.){3}${octetPattern}')
     THEN array_to_string(list_transform(string_split(t, '.'), lambda o: printf('%02x', TRY_CAST(o AS INTEGER))), '') END`,
  // '::' stands, once, for the groups that eight lack, at least one. At an end it also hides the colon of a group.
  `CREATE MACRO kushi_ip6_groups(t) AS list_transform([8 - length(t) + length(replace(t, ':', ''))], lambda lacking:
     CASE WHEN NOT contains(t, '::') THEN t
       WHEN length(t) - length(replace(t, '::', '')) = 2 AND (lacking > 0 OR starts_with(t, '::') OR ends_with(t, '::'))
       THEN CASE WHEN starts_with(t, '::') THEN '0' ELSE '' END
         || replace(t, '::', ':' || repeat('0:', lacking))
         || CASE WHEN ends_with(t, '::') THEN '0' ELSE '' END END)[1]`,
  `CREATE MACRO kushi_ip6(t) AS list_transform([kushi_ip6_groups(t)], lambda groups:
     CASE WHEN regexp_full_match(groups, '(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}')
       THEN array_to_string(list_transform(string_split(groups, ':'), lambda g: lpad(g, 4, '0')), '') END)[1]`,
  `CREATE MACRO kushi_undotted(t) AS list_transform([regexp_extract(t, '[^:]*$')], lambda tail:
     left(t, length(t) - length(tail)) || left(kushi_ip4(tail), 4) || ':' || right(kushi_ip4(tail), 4))[1]`,
  `CREATE MACRO kushi_ip(t) AS CASE WHEN NOT contains(t, ':') THEN '${mappedPrefix}' || kushi_ip4(t)
     ELSE list_transform([CASE WHEN contains(t, '.') THEN kushi_undotted(lower(t)) ELSE lower(t) END], lambda v6: kushi_ip6(v6))[1] END`,
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
  return v4Condition(sql, dotted(range.first).split('.'), dotted(range.last).split('.'), {
    between,
    comparison,
    parameters,
  });
}

interface V4Context {
  /** The test that reads the address. */
  readonly between: string;
  readonly comparison: SqlColumn['comparison'];
  readonly parameters: Parameters;
}

/** In fields of type ip a network is the octets that its ends share, and a range of the next one. */
function v4Condition(sql: string, first: readonly string[], last: readonly string[], context: V4Context): string {
  const { between, comparison, parameters } = context;
  const differing = first.findIndex((octet, i) => octet !== last[i]);
  const shared = (differing < 0 ? first : first.slice(0, differing)).join('.');
  if (comparison !== 'ip') {
    return guarded(`(starts_with(${sql}, ${parameters.bind(shared)}) OR contains(${sql}, ':'))`, between);
  }
  if (differing < 0) return `${sql} = ${parameters.bind(shared)}`;
  const [from, to] = [first[differing], last[differing]];
  const octet = `TRY_CAST(split_part(${sql}, '.', ${differing + 1}) AS INTEGER) BETWEEN ${from} AND ${to}`;
  if (shared === '') return octet;
  const begins = `starts_with(${sql}, ${parameters.bind(`${shared}.`)})`;
  return from === '0' && to === '255' ? begins : guarded(begins, octet);
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
