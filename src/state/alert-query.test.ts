import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AlertFilter } from './alert-filter.ts';
import { countAlerts, groupAlerts, queryAlerts } from './alert-query.ts';
import { type Alert, listAlerts, severity, toAlert } from './alerts.ts';
import { nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';
import { hour, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const levels = ['critical', 'high', 'medium', 'low', 'informational', 'odd'];

/** Row `index` of many, which differ in all that filters look at. */
function row(index: number, parts: Partial<AlertsTable> = {}): AlertsTable {
  const level = levels[index % levels.length];
  const first = start + BigInt(index % 50) * hour;
  return {
    id: `id-${index}`,
    rule: `rule-${index % 4}`,
    rule_title: index % 4 === 3 ? '100% of Ports_open' : `Title ${index % 4}`,
    rule_path: 'rules/a.yml',
    level,
    severity: severity(level),
    status: ['open', 'working', 'closed'][index % 3],
    entity_kind: index % 2 === 0 ? 'user.name' : 'source.ip',
    entity_value: `value-${index % 5}`,
    first: nsText(first),
    last: nsText(first + BigInt(index % 3) * hour),
    count: 1 + (index % 3),
    datasets: '["aws.cloudtrail"]',
    number: index + 1,
    in_history: index % 5 === 0 ? 1 : 0,
    owner: index % 4 === 1 ? 'mori' : null,
    verdict: null,
    verdict_reason: null,
    suppression: index % 7 === 0 ? 'quiet' : null,
    story: index % 6 === 2 ? 'id-2' : null,
    continues: null,
    opened: nsText(start + BigInt(index) * hour),
    changed: nsText(start),
    touched: null,
    ...parts,
  };
}

async function insert(db: StateDb, rows: readonly AlertsTable[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500)
    await db
      .insertInto('alerts')
      .values(rows.slice(at, at + 500))
      .execute();
}

const rows = Array.from({ length: 120 }, (_, index) => row(index));
beforeEach(() => insert(state().db, [...rows, row(900, { count: 0 })]));

/** Worst, then newest; the definition that queries are compared with. */
function inOrder(alerts: readonly AlertsTable[]): string[] {
  const before = (a: AlertsTable, b: AlertsTable) =>
    b.severity - a.severity || (a.last < b.last ? 1 : a.last > b.last ? -1 : a.id < b.id ? 1 : -1);
  return alerts.toSorted(before).map(({ id }) => id);
}

async function allPages(filter: AlertFilter, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await queryAlerts(state().db, filter, { limit, ...(after === undefined ? {} : { after }) });
    expect(page.alerts.length).toBeLessThanOrEqual(limit);
    ids.push(...page.alerts.map(({ id }) => id));
    if (page.next === null || ids.length > rows.length) return ids;
    after = page.next;
  }
}

const filters: [string, AlertFilter, (one: AlertsTable) => boolean][] = [
  ['none', {}, () => true],
  ['status', { status: ['open', 'working'] }, ({ status }) => status !== 'closed'],
  ['no status at all', { status: [] }, () => false],
  ['level', { level: ['critical', 'odd'] }, ({ level }) => level === 'critical' || level === 'odd'],
  ['owner', { owner: 'mori' }, ({ owner }) => owner === 'mori'],
  ['nobody', { owner: null }, ({ owner }) => owner === null],
  ['rule', { rule: 'rule-2' }, ({ rule }) => rule === 'rule-2'],
  [
    'entity',
    { entity: { kind: 'source.ip', value: 'value-3' } },
    (one) => one.entity_kind === 'source.ip' && one.entity_value === 'value-3',
  ],
  ['value of any kind', { entity: { value: 'value-3' } }, (one) => one.entity_value === 'value-3'],
  ['story', { story: 'id-2' }, ({ story }) => story === 'id-2'],
  ['one that is no story', { story: 'id-3' }, ({ id }) => id === 'id-3'],
  ['history', { history: true }, (one) => one.in_history === 1],
  ['not history', { history: false }, (one) => one.in_history === 0],
  ['suppressed', { suppressed: true }, ({ suppression }) => suppression !== null],
  ['not suppressed', { suppressed: false }, ({ suppression }) => suppression === null],
  ['text in small letters', { text: 'title 1' }, (one) => one.rule_title === 'Title 1'],
  ['text with a sign of patterns', { text: '100%' }, (one) => one.rule_title.startsWith('100%')],
  ['text with a wildcard', { text: 's_o' }, (one) => one.rule_title.startsWith('100%')],
  ['text of an entity', { text: 'LUE-4' }, (one) => one.entity_value === 'value-4'],
  ['a number', { text: 'A-17' }, ({ number }) => number === 17],
  ['text of nothing', { text: "x' or 1=1 --" }, () => false],
  ['ids', { ids: ['id-5', 'id-7', 'none'] }, ({ id }) => id === 'id-5' || id === 'id-7'],
  ['no ids', { ids: [] }, () => false],
  [
    'time',
    { from: start + 10n * hour, to: start + 12n * hour },
    (one) => one.last >= nsText(start + 10n * hour) && one.first < nsText(start + 12n * hour),
  ],
  ['opened', { openedTo: start + 20n * hour }, (one) => (one.opened ?? '') <= nsText(start + 20n * hour)],
  [
    'all at once',
    { status: ['open'], owner: null, suppressed: false, text: 'title' },
    (one) =>
      one.status === 'open' && one.owner === null && one.suppression === null && one.rule_title.startsWith('Title'),
  ],
];

describe('alerts by', () => {
  test.each(filters)('%s', async (_, filter, means) => {
    const expected = rows.filter(means);
    expect(await allPages(filter, 7)).toEqual(inOrder(expected));
    const counts = await countAlerts(state().db, filter);
    expect(counts.total).toBe(expected.length);
    expect(counts.status.closed).toBe(expected.filter(({ status }) => status === 'closed').length);
    expect(counts.suppressed).toBe(expected.filter(({ suppression }) => suppression !== null).length);
    const waits = (one: AlertsTable) => one.status === 'open' && one.owner === null && one.suppression === null;
    expect(counts.unowned).toBe(expected.filter(waits).length);
    for (const [level, count] of Object.entries(counts.level))
      expect(count).toBe(expected.filter((one) => one.level === level && one.status !== 'closed').length);
  });
});

test('pages of any size have each alert once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 130 }), async (limit) => {
      expect(await allPages({}, limit)).toEqual(inOrder(rows));
    }),
    { numRuns: 20 },
  );
});

test.each(['', 'x', '4', '4.1.id', '4.1795500000000000000.'])('“%s” is no place in a list', async (after) => {
  await expect(queryAlerts(state().db, {}, { after })).rejects.toMatchObject({ code: 'PAGE_INVALID' });
});

test.each<['story' | 'rule', (one: AlertsTable) => string]>([
  ['story', ({ story, id }) => story ?? id],
  ['rule', ({ rule }) => rule],
])('grouped by %s, the group with the worst first', async (by, nameOf) => {
  const filter: AlertFilter = { status: ['open', 'working'] };
  const meant = rows.filter(({ status }) => status !== 'closed');
  const expected = new Map<string, AlertsTable[]>();
  for (const id of inOrder(meant)) {
    const one = rows.find((each) => each.id === id)!;
    expected.set(nameOf(one), [...(expected.get(nameOf(one)) ?? []), one]);
  }
  const groups = [];
  for (let after: string | undefined; ; ) {
    const page = await groupAlerts(state().db, { by, filter }, { limit: 3, ...(after === undefined ? {} : { after }) });
    groups.push(...page.groups);
    if (page.next === null || groups.length > rows.length) break;
    after = page.next;
  }
  expect(new Set(groups.map(({ id }) => id))).toEqual(new Set(expected.keys()));
  expect(groups).toHaveLength(expected.size);
  for (const { id, alerts, count, events, first, last } of groups) {
    const parts = expected.get(id)!;
    expect(alerts).toEqual(parts.map(toAlert));
    expect(count).toBe(parts.length);
    expect(events).toBe(parts.reduce((sum, one) => sum + one.count, 0));
    const ends = [
      parts.map((one) => one.first).sort()[0],
      parts
        .map((one) => one.last)
        .sort()
        .at(-1),
    ];
    expect([nsText(first), nsText(last)]).toEqual(ends);
  }
  const worst = groups.map(({ alerts }: { alerts: readonly Alert[] }) => severity(alerts[0].level));
  expect(worst.toSorted((a, b) => b - a)).toEqual(worst);
});

test('kushi alerts has the same order', async () => {
  const listed = (await listAlerts(state().db))
    .filter(({ count }) => count > 0)
    .map(({ level, last }) => [level, last]);
  const { alerts } = await queryAlerts(state().db, {}, { limit: 1000 });
  expect(listed).toEqual(alerts.map(({ level, last }) => [level, last]));
});
