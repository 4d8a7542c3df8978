import { nearest } from '../nearest.ts';
import { type TimeFormat, timeFormat, timeFormatNames } from '../time/time-format.ts';
import { instantItem, type Run } from '../value/item.ts';
import { type CallContext, eachItem, type MappingFunction } from './mapping-function.ts';

export const time: MappingFunction = {
  name: 'time',
  usage: 'time format …',
  takes: `one or more formats, tried in order: ${timeFormatNames.join(', ')}, or a pattern such as "%Y/%m/%d %H:%M:%S"`,
  doc: 'A moment. Unreadable is absent and counts FIELD_INVALID.',
  gives: 'date',
  examples: [
    { call: 'time iso', from: '2026-11-24T07:00:00.25+09:00', to: '1795471200250000000' },
    { call: 'time epoch_ms', from: '1700000000250', to: '1700000000250000000' },
    { call: 'time clf', from: '24/Nov/2026:07:00:00 +0000', to: '1795503600000000000' },
    { call: 'time "%b %d, %Y, %I:%M:%S %p"', from: 'Nov 24, 2026, 01:02:03 PM', to: '1795525323000000000' },
    { call: 'time iso', from: 'yesterday', to: null },
  ],
  prepare(args, context) {
    if (args.length === 0) return undefined;
    const formats: TimeFormat[] = [];
    for (const arg of args) {
      const format = timeFormat(arg.text);
      if (format === undefined) return undefined;
      if ('unknown' in format) context.problem('ARGUMENT', unknownDirective(format.unknown));
      else formats.push(format);
    }
    return prepareFormats(formats, context);
  },
};

function unknownDirective(directive: string): string {
  const hint = nearest(directive.slice(1), [...'YymbdeHIMSfpzZaj'.split('')]);
  return `"${directive}" is no part of a time.${hint ? ` Did you mean "%${hint}"?` : ''} Parts: %Y %y %m %b %d %e %H %I %M %S %f %p %z %Z %a %j.`;
}

function prepareFormats(formats: readonly TimeFormat[], context: CallContext): ReturnType<MappingFunction['prepare']> {
  const needsZone = formats.some((format) => format.needsZone);
  const needsObjectTime = formats.some((format) => format.needsObjectTime);
  const inputs = [...(needsZone ? ['$source.zone'] : []), ...(needsObjectTime ? ['$object.time'] : [])];
  const zoneOf = (run: Run): string =>
    (needsZone ? run.read('$source.zone')[0]?.text : undefined) ?? context.zone ?? 'UTC';
  const objectTimeOf = (run: Run): bigint | undefined => {
    const text = needsObjectTime ? run.read('$object.time')[0]?.text : undefined;
    return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  };
  const each = eachItem((item, run) => {
    if (item.instant !== undefined) return item;
    const timeContext = { zone: zoneOf(run), objectTime: objectTimeOf(run) };
    for (const format of formats) {
      const instant = format.read(item.text, timeContext);
      if (instant !== undefined) return instantItem(instant);
    }
    run.invalid = item.text;
    return undefined;
  });
  return { ...each, inputs };
}
