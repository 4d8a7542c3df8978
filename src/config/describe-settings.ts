import { z } from 'zod';
import { configSchema } from './schema.ts';

/** A setting of kushi.yml; `<name>` in its path stands for a name of the user's. */
export interface SettingDescription {
  readonly path: string;
  readonly meaning: string;
  /** As JSON has it; undefined when there is none, or the setting holds others. */
  readonly default: unknown;
}

interface SettingSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly additionalProperties?: SettingSchema | boolean;
  readonly oneOf?: readonly SettingSchema[];
  readonly const?: string;
}

/** Every setting with its meaning, in the order of the schema. */
export function describeSettings(): SettingDescription[] {
  return settings(z.toJSONSchema(configSchema, { io: 'input' }) as SettingSchema, '');
}

function settings(schema: SettingSchema, prefix: string): SettingDescription[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, setting]) => {
    const path = `${prefix}${name}`;
    const inner = typeof setting.additionalProperties === 'object' ? ofAnyKind(setting.additionalProperties) : null;
    const own =
      setting.description === undefined
        ? []
        : [{ path, meaning: setting.description, default: setting.properties ? undefined : setting.default }];
    return [...own, ...settings(setting, `${path}.`), ...(inner === null ? [] : settings(inner, `${path}.<name>.`))];
  });
}

/** The settings of all kinds; those of some kinds only say of which. */
function ofAnyKind(schema: SettingSchema): SettingSchema {
  const kinds = schema.oneOf ?? [];
  const properties: Record<string, SettingSchema> = { ...schema.properties };
  for (const [name, setting] of kinds.flatMap((kind) => Object.entries(kind.properties ?? {}))) {
    const having = kinds.filter((kind) => kind.properties?.[name] !== undefined).map(kindName);
    const description = name === 'kind' ? `One of ${having.join(', ')}` : setting.description;
    const only = having.length === kinds.length ? '' : ` (${having.join(', ')})`;
    properties[name] ??= { ...setting, description: `${description}${only}` };
  }
  return { properties };
}

function kindName({ properties }: SettingSchema): string {
  return properties?.kind?.const ?? '';
}
