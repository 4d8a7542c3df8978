import { type CloudtrailShape, expectedShape } from './expected-shape.ts';

type Json = Readonly<Record<string, unknown>>;

const paths = Object.keys(expectedShape.paths);
const splitPaths = new Map([...paths, ...Object.keys(expectedShape.distinct)].map((path) => [path, path.split('.')]));

function valueAt(record: Json, path: string): unknown {
  let value: unknown = record;
  for (const step of splitPaths.get(path)!) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Json)[step];
  }
  return value;
}

const percent = (part: number, whole: number) => (100 * part) / whole;

function sizesOf(texts: readonly string[]): CloudtrailShape['size'] {
  const sizes = texts.map((text) => Buffer.byteLength(text)).sort((a, b) => a - b);
  const at = (share: number) => sizes[Math.floor(share * (sizes.length - 1))];
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return { mean, p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), p99: at(0.99) };
}

function countBy(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function concentrationOf(records: readonly Json[]): CloudtrailShape['concentration'] {
  const counts = [...countBy(records.map((record) => `${record.eventSource} ${record.eventName}`)).values()].sort(
    (a, b) => b - a,
  );
  const top = (count: number) =>
    percent(
      counts.slice(0, count).reduce((sum, value) => sum + value, 0),
      records.length,
    );
  return { 1: top(1), 5: top(5), 20: top(20), 100: top(100) };
}

function pathShape(records: readonly Json[], path: string): readonly [number, number] {
  const texts = records
    .map((record) => valueAt(record, path))
    .filter((value) => value !== undefined)
    .map((value) => JSON.stringify(value));
  return [
    percent(texts.length, records.length),
    texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / (texts.length || 1),
  ];
}

/** Different values in 2,900 records: the mean over as many whole stretches as there are. */
function distinctIn(records: readonly Json[], path: string): number {
  const stretch = 2900;
  const stretches = Math.max(1, Math.floor(records.length / stretch));
  let distinct = 0;
  for (let i = 0; i < stretches; i++) {
    const values = records.slice(i * stretch, (i + 1) * stretch).map((record) => valueAt(record, path));
    distinct += new Set(values.filter((value) => value !== undefined).map((value) => JSON.stringify(value))).size;
  }
  return distinct / stretches;
}

/** The figures of {@link expectedShape} for records given as compact JSON, in order of time. */
export function measureShape(texts: readonly string[]): CloudtrailShape {
  const records = texts.map((text) => JSON.parse(text) as Json);
  const services = countBy(records.map((record) => String(record.eventSource).replace('.amazonaws.com', '')));
  return {
    size: sizesOf(texts),
    paths: Object.fromEntries(paths.map((path) => [path, pathShape(records, path)])),
    distinct: Object.fromEntries(Object.keys(expectedShape.distinct).map((path) => [path, distinctIn(records, path)])),
    services: Object.fromEntries(
      Object.keys(expectedShape.services).map((name) => [name, percent(services.get(name) ?? 0, records.length)]),
    ),
    concentration: concentrationOf(records),
    readOnly: percent(records.filter((record) => record.readOnly).length, records.length),
  };
}
