import type { EventRow } from '../engines/engine.ts';
import { textOf } from '../timeline/event-store.ts';
import type { Address, Agent, From } from './answer.ts';
import { capped, type Facts, keyOf } from './facts.ts';
import type { Novelties } from './whose-news.ts';

const mostAddresses = 20;
const mostAgents = 10;

/** Where the events came from and with what, those behind the alert first, then by number. */
export function fromOf({ calls, matched, found: { identity } }: Facts, news: Novelties): From {
  const rows = joined(matched, calls);
  const behind = new Set(matched.map(keyOf));
  // Events about an address name others at their other end.
  const near = identity.kind === 'address' ? rows.filter(({ fields }) => fields['source.ip'] === identity.name) : rows;
  const addresses = grouped(near, 'source.ip', behind).map((group) => addressOf(group, news));
  const agents = grouped(near, 'user_agent.original', behind).map((group) => agentOf(group, news));
  return { addresses: capped(addresses, mostAddresses), agents: capped(agents, mostAgents) };
}

/** Rows of both, each once. */
function joined(some: readonly EventRow[], others: readonly EventRow[]): EventRow[] {
  return [...new Map([...some, ...others].map((row) => [keyOf(row), row])).values()];
}

interface Group {
  readonly value: string;
  readonly rows: readonly EventRow[];
  readonly ofAlert: boolean;
}

function grouped(rows: readonly EventRow[], field: string, behind: ReadonlySet<string>): Group[] {
  const groups = new Map<string, EventRow[]>();
  for (const row of rows) {
    const value = textOf(row.fields[field]);
    if (value === null) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return [...groups]
    .map(([value, of]) => ({ value, rows: of, ofAlert: of.some((row) => behind.has(keyOf(row))) }))
    .sort((a, b) => Number(b.ofAlert) - Number(a.ofAlert) || b.rows.length - a.rows.length);
}

function addressOf({ value, rows, ofAlert }: Group, news: Novelties): Address {
  const first = (field: string) =>
    rows.map(({ fields }) => textOf(fields[field])).find((text) => text !== null) ?? null;
  const asn = Number(first('source.as.number') ?? Number.NaN);
  return {
    address: value,
    count: rows.length,
    country: first('source.geo.country_iso_code'),
    asn: Number.isInteger(asn) ? asn : null,
    organization: first('source.as.organization.name'),
    isNew: news.value(rows, 'source.ip', value),
    ofAlert,
  };
}

function agentOf({ value, rows, ofAlert }: Group, news: Novelties): Agent {
  const name = textOf(rows[0].fields['user_agent.name']);
  return {
    name,
    original: value,
    count: rows.length,
    isNew: name === null ? null : news.value(rows, 'user_agent.name', name),
    ofAlert,
  };
}
