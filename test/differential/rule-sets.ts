import { createRandom, type Random } from '../../demo/random/random.ts';
import { comparisonOf, type FieldTypes } from '../../src/core/query/field-types.ts';
import { createResolver } from '../../src/core/sigma/create-resolver.ts';
import type { RuleFile } from '../../src/core/sigma/load-rules.ts';
import { ruleTarget } from '../../src/core/sigma/rule-target.ts';
import { formatTime } from '../../src/core/time/rfc3339.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { forcedRules, type PathRule } from './forced-rules.ts';
import { groupBy } from './group-by.ts';
import type { InterpretedEvent } from './interpreted-events.ts';
import { recordPaths } from './record-paths.ts';
import { type Donor, transplant } from './transplant.ts';

export interface RuleSetOptions {
  readonly content: Content;
  readonly files: readonly RuleFile[];
  readonly events: readonly InterpretedEvent[];
  /** How many rules are forced onto each log type but CloudTrail, which gets them all. */
  readonly forced: number;
  readonly seed: string;
}

/** The rules on log types that they were not written for: on CloudTrail as they are, everywhere with values of its events. */
export function forcedRuleSets({ content, files, events, forced, seed }: RuleSetOptions): readonly PathRule[] {
  const resolver = createResolver([...content.logTypes.values()].map(ruleTarget));
  return [...groupBy(events, ({ row }) => row.dataset)].flatMap(([dataset, own]) => {
    const random = createRandom(`${seed} ${dataset}`);
    const some = dataset === 'aws.cloudtrail' ? files : random.shuffle(files).slice(0, forced);
    const fields = fieldsOf(own);
    const donor = donorsOf(own, content.fieldTypes, random);
    const plain = forcedRules(some, { dataset, resolver, fields, mark: 'as it is' });
    const changed = forcedRules(some, { dataset, resolver, fields, mark: 'transplanted' });
    return [...(dataset === 'aws.cloudtrail' ? plain : []), ...changed.map((rule) => transplanted(rule, donor()))];
  });
}

function transplanted(rule: PathRule, donor: Donor): PathRule {
  const queries = new Map([...rule.queries].map(([dataset, query]) => [dataset, transplant(query, donor)]));
  return { ...rule, queries };
}

/** Of so many events one has a field that names are turned into. */
const oftenEnough = 4;

/** Fields that events often have, and paths into their records where those are JSON. */
function fieldsOf(events: readonly InterpretedEvent[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { row } of events) {
    const raw = String(row.fields['event.original']);
    const paths = raw.startsWith('{') ? recordPaths(JSON.parse(raw)).map((path) => `record.${path}`) : [];
    for (const name of [...Object.keys(row.fields), ...paths]) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  counts.delete('event.original');
  const often = [...counts].filter(([, count]) => count * oftenEnough >= events.length);
  return often.map(([name]) => name).sort();
}

/** Values of other events are looked for in so many. */
const others = 300;

/** Gives another event of the list as donor each time. */
function donorsOf(events: readonly InterpretedEvent[], types: FieldTypes, random: Random): () => Donor {
  const some = random.shuffle(events).slice(0, others);
  const known = new Map<string, readonly string[]>();
  const shown = (field: string, text: string): string =>
    comparisonOf(field, types) === 'date' && /^\d+$/.test(text) ? formatTime(BigInt(text)) : text;
  const valuesIn = ({ access }: InterpretedEvent, field: string): readonly string[] =>
    access.values(field).map(({ text }) => shown(field, text));
  const valuesOfOthers = (field: string): readonly string[] => {
    const values = known.get(field) ?? [...new Set(some.flatMap((event) => valuesIn(event, field)))];
    known.set(field, values);
    return values;
  };
  return () => {
    const event = random.pick(events);
    const wanted = (field: string) => valuesIn(event, field);
    return { random, wanted, others: valuesOfOthers, texts: [...event.access.keywords()] };
  };
}
