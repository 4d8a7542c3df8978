import { multiplyDecimals, parseDecimal, truncateDecimal } from '../value/decimal.ts';
import { numberItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

/** Nanoseconds of each unit. */
const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

export const duration: MappingFunction = {
  name: 'duration',
  usage: 'duration unit',
  takes: 'a unit: ns, us, ms, s, m, h, clock (1:02:03.5), iso (PT5M) or text (2m3s)',
  doc: 'A length of time in nanoseconds. What is none is absent and counts FIELD_INVALID.',
  gives: 'number',
  examples: [
    { call: 'duration s', from: '0.042', to: '42000000' },
    { call: 'duration clock', from: '1:02:03.5', to: '3723500000000' },
    { call: 'duration iso', from: 'PT5M', to: '300000000000' },
    { call: 'duration text', from: '2m3s', to: '123000000000' },
    { call: 'duration ms', from: 'long', to: null },
  ],
  prepare(args) {
    const read = args.length === 1 ? readerOf(args[0].text) : undefined;
    if (read === undefined) return undefined;
    return eachItem((item, run) => {
      const length = read(item.text.trim());
      if (length !== undefined) return numberItem(String(length));
      run.invalid = item.text;
      return undefined;
    });
  },
};

function readerOf(unit: string): ((text: string) => bigint | undefined) | undefined {
  if (unit === 'clock') return readClock;
  if (unit === 'iso') return readIso;
  if (unit === 'text') return readText;
  return Object.hasOwn(units, unit) && unit !== 'd' ? (text) => times(text, unit) : undefined;
}

function times(text: string, unit: string): bigint | undefined {
  const value = parseDecimal(text);
  return value && truncateDecimal(multiplyDecimals(value, { digits: units[unit], scale: 0 }));
}

/** `[[h:]m:]s`, decimals in the seconds. */
function readClock(text: string): bigint | undefined {
  const hit = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(text);
  return hit
    ? sum([
        [hit[1], 'h'],
        [hit[2], 'm'],
        [hit[3], 's'],
      ])
    : undefined;
}

/** ISO 8601 without years and months, which have no fixed length. */
function readIso(text: string): bigint | undefined {
  const number = '(\\d+(?:[.,]\\d+)?)';
  const shape = new RegExp(`^P(?=.)(?:${number}D)?(?:T(?=.)(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`);
  const hit = shape.exec(text)?.map((part) => part?.replace(',', '.'));
  return hit
    ? sum([
        [hit[1], 'd'],
        [hit[2], 'h'],
        [hit[3], 'm'],
        [hit[4], 's'],
      ])
    : undefined;
}

/** Numbers each with its unit, as Go and PostgreSQL write them: `1.5ms`, `2m3s`, `1h 5m`. */
function readText(text: string): bigint | undefined {
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ns|us|µs|ms|s|m|min|h|d)\s*)+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-zµ]+)/g)];
  return sum(parts.map((part) => [part[1], part[2] === 'min' ? 'm' : part[2].replace('µ', 'u')]));
}

function sum(parts: readonly (readonly [string | undefined, string])[]): bigint {
  return parts.reduce((total, [text, unit]) => total + (text === undefined ? 0n : (times(text, unit) ?? 0n)), 0n);
}
