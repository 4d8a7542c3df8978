import { describeSettings, type SettingDescription } from './describe-settings.ts';
import { environment } from './load-config.ts';
import type { Config } from './schema.ts';

/** A setting as it is now. */
export interface Setting {
  /** With the names that kushi.yml gives: `sources.trail.location`. */
  readonly path: string;
  readonly meaning: string;
  readonly default: unknown;
  /** What is in force; secrets are masked. Absent when nothing is. */
  readonly value: unknown;
  readonly setBy: 'environment' | 'file' | 'default';
  /** Its name in the environment, where it has one. */
  readonly environment: string | null;
}

/** Every setting with its meaning and default, what it is now, and where that was set. */
export function listSettings(config: Config, env: Readonly<Record<string, string | undefined>>): Setting[] {
  const names = new Map(Object.entries(environment).map(([name, path]) => [path.join('.'), name]));
  return describeSettings().flatMap((description) =>
    valuesAt(config, description.path.split('.')).map(({ path, value }) =>
      settingOf({ ...description, path: path.join('.') }, value, names.get(path.join('.')) ?? null, env),
    ),
  );
}

function settingOf(
  { path, meaning, default: usual }: SettingDescription,
  value: unknown,
  name: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Setting {
  const isSet = name !== null && env[name] !== undefined && env[name] !== '';
  const isUsual = JSON.stringify(value) === JSON.stringify(usual);
  const setBy = isSet ? 'environment' : isUsual || value === undefined ? 'default' : 'file';
  return { path, meaning, default: usual ?? null, value: masked(path, value) ?? null, setBy, environment: name };
}

interface Found {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The values at a path; `<name>` is each name there is, and settings that hold others have none of their own. */
function valuesAt(node: unknown, [name, ...rest]: readonly string[], before: readonly string[] = []): Found[] {
  if (name === undefined) return [{ path: before, value: node }];
  const members = isMap(node) ? node : {};
  const keys = name === '<name>' ? Object.keys(members) : [name];
  return keys.flatMap((key) => valuesAt(members[key], rest, [...before, key]));
}

/** Addresses of destinations hold their secret in the path; maps of named things are told member by member. */
function masked(path: string, value: unknown): unknown {
  if (typeof value === 'string' && /^destinations\.[^.]+\.url$/.test(path))
    return value.replace(/^(https?:\/\/)(?:[^/@]*@)?([^/?#]+).*$/, '$1$2/••••');
  if (isMap(value) && ['sources', 'destinations'].includes(path)) return Object.keys(value);
  return value;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
