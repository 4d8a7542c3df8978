import { ecsFields } from './fields.gen.ts';

/** The types ECS gives its fields (docs: Elastic Common Schema reference, version below). */
export type EcsType =
  | 'keyword'
  | 'constant_keyword'
  | 'wildcard'
  | 'match_only_text'
  | 'long'
  | 'integer'
  | 'float'
  | 'double'
  | 'scaled_float'
  | 'boolean'
  | 'date'
  | 'ip'
  | 'geo_point'
  | 'object'
  | 'nested'
  | 'flattened';

export interface EcsField {
  readonly type: EcsType;
  /** ECS expects an array here: it stays one with a single value. */
  readonly array?: true;
  /** The only values ECS allows. */
  readonly allowed?: readonly string[];
  /** For event.category: the event.type values that go with each category. */
  readonly expected?: Readonly<Record<string, readonly string[]>>;
}

export const ecsVersion = '9.2.0';

export function ecsField(name: string): EcsField | undefined {
  return Object.hasOwn(ecsFields, name) ? ecsFields[name] : undefined;
}
