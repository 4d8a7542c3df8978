import { ecsField } from '../../src/core/ecs/ecs.ts';
import type { LogType } from '../../src/core/logtype/load-logtype.ts';

/** A sample's events as its expected file holds them, by the sample's key. */
export type SampleEvents = ReadonlyMap<string, readonly SampleEvent[]>;

export interface SampleEvent {
  readonly event: { readonly category?: readonly string[]; readonly original?: string };
  readonly [name: string]: unknown;
}

/**
 * A log type's README with its generated parts anew: the field table between `<!-- fields -->` and its end, and an
 * event of a sample between `<!-- sample <key> -->` and its end. Both may stand anywhere in the prose.
 */
export function writeReadme(readme: string, logType: LogType, samples: SampleEvents): string {
  return readme
    .replace(/(<!-- fields -->\n)[\s\S]*?(<!-- end of fields -->)/, (_, begin: string, end: string) => {
      return `${begin}${fieldTables(logType, [...samples.values()].flat())}${end}`;
    })
    .replace(
      /(<!-- sample (\S+) -->\n)[\s\S]*?(<!-- end of sample -->)/g,
      (_, begin: string, key: string, end: string) => {
        return `${begin}${sampleEvent(samples.get(key)?.[0], key)}${end}`;
      },
    );
}

function fieldTables({ definition, fields, mapping }: LogType, events: readonly SampleEvent[]): string {
  const rows = [...mapping.targets]
    .sort((a, b) => (a.field < b.field ? -1 : 1))
    .map(({ field, type, array, inputs }) => {
      const from = inputs.filter((input) => input !== '$source.zone').map((input) => `\`${input}\``);
      return `| \`${field}\` | ${typeName({ type, array })} | ${definition.entities.has(field) ? 'yes' : ''} | ${from.join(' ') || 'always the same'} |`;
    });
  const vendor = fields.fields.map(
    (field) => `| \`${field.name}\` | ${typeName(field)} | ${field.description.replace(/\.$/, '')}. |`,
  );
  const mapped = new Set(mapping.targets.map(({ field }) => field));
  const derived = new Set(events.flatMap((event) => [...leafNames(event)]).filter((name) => !mapped.has(name)));
  return [
    '| field | type | entity | made from |\n|---|---|---|---|',
    ...rows,
    '',
    ...(vendor.length === 0 ? [] : ['| field of the vendor | type | holds |\n|---|---|---|', ...vendor, '']),
    `What follows from these by itself, in the samples: ${[...derived]
      .sort()
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
    '',
  ].join('\n');
}

function typeName({ type, array }: { type: string; array: boolean }): string {
  return array ? `${type}, list` : type;
}

/** Dotted names of an event's fields. A field that holds objects is one field. */
function* leafNames(event: object, prefix = ''): Iterable<string> {
  for (const [key, value] of Object.entries(event)) {
    const name = `${prefix}${key}`;
    const isGroup =
      typeof value === 'object' && value !== null && !Array.isArray(value) && ecsField(name) === undefined;
    if (isGroup) yield* leafNames(value, `${name}.`);
    else yield name;
  }
}

/** The record itself stands in the sample's file, so it is left out here. */
function sampleEvent(event: SampleEvent | undefined, key: string): string {
  if (event === undefined) return `There is no event in samples/${key}.\n`;
  const { original: _, ...rest } = event.event;
  return `\`\`\`json\n${JSON.stringify({ ...event, event: rest }, null, 2)}\n\`\`\`\n`;
}
