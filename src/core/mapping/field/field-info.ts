import { type EcsField, ecsField } from '../../ecs/ecs.ts';
import type { VendorField } from '../../logtype/logtype.ts';

/** What an event field may hold. */
export interface FieldInfo extends EcsField {
  readonly name: string;
}

/** Our levels, which every vendor's scale is mapped to. */
const levels = ['info', 'low', 'medium', 'high', 'critical'] as const;

/** Fields of our own that every log type may set. */
const ownFields: Readonly<Record<string, EcsField>> = {
  'kushi.level': { type: 'keyword', allowed: levels },
  'kushi.forwarded_for': { type: 'keyword', array: true },
  'kushi.count': { type: 'long' },
};

export interface FieldTable {
  find(name: string): FieldInfo | undefined;
  /** Names of ours and the vendor's, for the nearest one to a wrong name. */
  readonly names: readonly string[];
}

/** ECS, the fields that are ours, and the vendor's of fields.yml. */
export function createFieldTable(vendor: readonly VendorField[]): FieldTable {
  const own = new Map<string, FieldInfo>();
  for (const [name, field] of Object.entries(ownFields)) own.set(name, { name, ...field });
  for (const { name, type, array } of vendor) own.set(name, { name, type, ...(array && { array: true }) });
  return {
    find(name) {
      const ecs = ecsField(name);
      return ecs ? { name, ...ecs } : own.get(name);
    },
    names: [...own.keys()],
  };
}
