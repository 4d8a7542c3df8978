import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { KushiError, type Location, type Problem } from '../core/error/error.ts';
import { didYouMean } from '../core/mapping/nearest.ts';
import type { DestinationConfig } from './destinations.ts';
import { type Config, configSchema } from './schema.ts';

/** Settings that have a name in the environment, and where they go. Documented in docs/configuration.md. */
export const environment: Readonly<Record<string, readonly string[]>> = {
  KUSHI_DATA: ['data'],
  KUSHI_GEO_CITY: ['geo', 'city'],
  KUSHI_GEO_ASN: ['geo', 'asn'],
  KUSHI_BATCH_ROWS: ['batch', 'rows'],
  KUSHI_BATCH_SECONDS: ['batch', 'seconds'],
  KUSHI_WORKERS: ['limits', 'workers'],
  KUSHI_HOST: ['server', 'host'],
  KUSHI_PORT: ['server', 'port'],
  KUSHI_LOG_LEVEL: ['server', 'log_level'],
};

export interface LoadConfigOptions {
  /** Path of the file; `kushi.yml` in the working folder when absent, and then it need not exist. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Reads kushi.yml and the environment. Paths in the file are relative to the file, those of the environment to the
 * working folder. Fails with CONFIG_INVALID, which carries every problem with its place.
 */
export function loadConfig(options: LoadConfigOptions): Config {
  const file = resolve(options.cwd, options.file ?? 'kushi.yml');
  if (options.file !== undefined && !existsSync(file))
    throw new KushiError('CONFIG_UNREADABLE', `There is no file ${file}.`, { location: { file } });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const config = withAbsolutePaths(parseConfig(text, options.file ?? 'kushi.yml'), dirname(file));
  return applyEnvironment(config, options);
}

/** The settings a kushi.yml text gives, defaults filled in, paths as written. `file` is for messages. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number): Location => ({
    file,
    line: lines.linePos(offset).line,
    column: lines.linePos(offset).col,
  });
  const syntax = document.errors.map(
    (error): Problem => problem(`${error.message.split(' at line')[0]}.`, at(error.pos[0])),
  );
  if (syntax.length > 0) throw invalid(syntax);
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.flatMap((issue) => {
      const names = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      return names.map((name) => {
        const path = name === undefined ? issue.path : [...issue.path, name];
        const where = name === undefined ? valueOffset(document, path) : keyOffset(document, issue.path, name);
        const what = name === undefined ? plain(issue.message) : notASetting(issue.path, name);
        return problem(`${path.join('.') || 'kushi.yml'}: ${what}`, at(where));
      });
    }),
  );
}

function plain(message: string): string {
  return message.replace(/^Invalid input: expected (\w+), received (\w+)$/, 'must be a $1, not $2');
}

function notASetting(path: readonly PropertyKey[], name: string): string {
  const hint = didYouMean(name, settingsAt(path));
  return hint === '' ? 'is not a setting; all settings are in docs/configuration.md' : `is not a setting.${hint}`;
}

interface SettingSchema {
  /** One for each kind. */
  readonly oneOf?: readonly SettingSchema[];
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly additionalProperties?: SettingSchema;
}

/** Names of the settings below a path. */
function settingsAt(path: readonly PropertyKey[]): string[] {
  let schema = z.toJSONSchema(configSchema, { io: 'input' }) as SettingSchema | undefined;
  for (const key of path) schema = schema?.properties?.[String(key)] ?? schema?.additionalProperties;
  return (schema?.oneOf ?? [schema]).flatMap((kind) => Object.keys(kind?.properties ?? {}));
}

/** Where a value stands; of one that is missing, what it is missing in. */
function valueOffset(document: Document.Parsed, path: readonly PropertyKey[]): number {
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : valueOffset(document, path.slice(0, -1));
}

function keyOffset(document: Document.Parsed, path: readonly PropertyKey[], name: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : 0;
}

function problem(message: string, location: Location): Problem {
  return { code: 'CONFIG_INVALID', message, location, severity: 'error' };
}

function invalid(problems: readonly Problem[]): KushiError {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new KushiError('CONFIG_INVALID', `The configuration has ${many}.`, { problems });
}

function withAbsolutePaths(config: Config, folder: string): Config {
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(folder, path));
  const { city, asn } = config.geo;
  return {
    ...config,
    data: absolute(config.data),
    sources: Object.fromEntries(
      Object.entries(config.sources).map(([name, source]) => [
        name,
        { ...source, location: isPath(source.location) ? absolute(source.location) : source.location },
      ]),
    ),
    destinations: Object.fromEntries(
      Object.entries(config.destinations).map(([name, destination]) => [name, withSecretFiles(destination, absolute)]),
    ),
    logtypes: config.logtypes.map(absolute),
    rules: config.rules.map(absolute),
    geo: { ...(city ? { city: absolute(city) } : {}), ...(asn ? { asn: absolute(asn) } : {}) },
  };
}

function withSecretFiles(destination: DestinationConfig, absolute: (path: string) => string): DestinationConfig {
  const files = Object.entries(destination).filter(([name]) => name.endsWith('_file'));
  return { ...destination, ...Object.fromEntries(files.map(([name, path]) => [name, absolute(String(path))])) };
}

function isPath(location: string): boolean {
  return location !== '-' && !/^[a-z0-9]+:\/\//.test(location);
}

const numbers: ReadonlySet<string> = new Set(['rows', 'seconds', 'workers', 'port']);
const texts: ReadonlySet<string> = new Set(['host', 'log_level']);

/** What is neither a number nor a text is a path. */
function applyEnvironment(config: Config, { env, cwd }: LoadConfigOptions): Config {
  const changed = structuredClone(config) as Record<string, unknown>;
  for (const [name, path] of Object.entries(environment)) {
    const value = env[name];
    if (value === undefined || value === '') continue;
    const parent = path.slice(0, -1).reduce((node, key) => node[key] as Record<string, unknown>, changed);
    const key = path[path.length - 1];
    parent[key] = numbers.has(key) ? Number(value) : texts.has(key) ? value : resolve(cwd, value);
  }
  const parsed = configSchema.safeParse(changed);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  const name = Object.keys(environment).find((key) => environment[key].join('.') === path.join('.')) ?? path.join('.');
  throw new KushiError('CONFIG_INVALID', `${name}: ${message}`);
}
