import { all } from '../src/core/query/ast.ts';
import { parseKql } from '../src/core/query/kql/parse-kql.ts';
import { type EventFolder, openFolder, states } from './folder/open-folder.ts';
import { days, firstHour } from './folder/write-objects.ts';
import { measure, type Work } from './measure.ts';
import { partOptions, reportPart, type Section } from './part.ts';

/** What questions cost over the last 30 days, as written and compacted. */
const options = partOptions();
const dayNs = 86_400_000_000_000n;
const to = BigInt(firstHour) * 1_000_000n + BigInt(days) * dayNs;
const range = { from: to - 30n * dayNs, to };

/** A key and a principal in the middle of those ordered by how often they are seen. */
async function actors({ engine, snapshot }: EventFolder) {
  const values = async (field: string) => {
    const buckets = await engine.aggregate(all, snapshot, { ...range, by: [field] });
    return buckets.flatMap(({ key: [value] }) => (value === null ? [] : [value]));
  };
  const [keys, arns] = [await values('aws.access_key_id'), await values('aws.principal_arn')];
  return { key: keys[keys.length >> 1], arn: arns[arns.length >> 1] };
}

async function works(folder: EventFolder): Promise<readonly Work[]> {
  const { engine, snapshot, content } = folder;
  const { key, arn } = await actors(folder);
  const parse = (text: string) => {
    const fields = { types: content.fieldTypes, names: content.fieldNames };
    const { value, problems } = parseKql(text, { fields, now: to });
    if (value === undefined) throw new Error(problems[0].message);
    return value;
  };
  const work = (name: string, run: Work['run']): Work => ({ name, per: 'time', run });
  const count = (name: string, text: string) => work(name, () => engine.count(parse(text), snapshot, range));
  const rows = (name: string, text: string, search: { limit?: number; fields?: readonly string[] } = {}) =>
    work(name, async () => {
      let found = 0;
      for await (const _ of engine.search(parse(text), snapshot, { ...range, ...search })) found++;
      return found;
    });
  const top = (name: string, text: string, field: string) =>
    work(
      name,
      async () => (await engine.aggregate(parse(text), snapshot, { ...range, by: [field], limit: 10 })).length,
    );
  const columns = ['event.action', 'user.name', 'source.ip'];
  return [
    count('a key that is there', `aws.access_key_id: cased(${key})`),
    count('a key that is not there', 'aws.access_key_id: cased(ASIABENCHNOTTHERE000)'),
    count('an address', 'source.ip: 203.0.113.9'),
    count('a network', 'source.ip: 203.0.113.0/24'),
    rows('an entity, with raw', `aws.principal_arn: cased("${arn}")`),
    rows('first page of all, three fields', '*', { limit: 100, fields: columns }),
    rows('first page of all, with raw', '*', { limit: 100 }),
    top('top 10 actions', '*', 'event.action'),
    top('top 10 keys with failures', 'event.outcome: failure', 'aws.access_key_id'),
    work('top 10 addresses of each hour of a day', () => topOfHours(folder)),
    count('substring of raw', '"bench-role-3"'),
    count('substring of raw that is not there', '"no such text anywhere"'),
    count('vendor path', 'record.requestParameters.roleSessionName: "bench-session"'),
  ];
}

/** The engine has no buckets of hours, so this asks 24 times. */
async function topOfHours({ engine, snapshot }: EventFolder): Promise<number> {
  let found = 0;
  for (let hour = 0n; hour < 24n; hour++) {
    const from = to - 15n * dayNs + (hour * dayNs) / 24n;
    const asked = { from, to: from + dayNs / 24n, by: ['source.ip'], limit: 10 };
    found += (await engine.aggregate(all, snapshot, asked)).length;
  }
  return found;
}

const sections: Section[] = [];
for (const state of states) {
  const folder = await openFolder(options, state);
  sections.push({ title: state, measured: await measure(await works(folder), options) });
  await folder.close();
}
reportPart({ part: 'query', title: `${options.events} events`, sections, facts: {} });
