import { ecsField } from '../ecs/ecs.ts';
import type { Logsource, VendorFields } from '../logtype/logtype.ts';
import { nearest } from '../mapping/nearest.ts';
import { logsourceParts } from './nearest-logsource.ts';
import type { ResolvedField, Resolver } from './resolver.ts';
import { taxonomy } from './taxonomy.ts';

/** The facts of a log type that decide what a rule's logsource and field names mean. */
export interface RuleTarget {
  /** The log type's id, which is the dataset of its events. */
  readonly id: string;
  readonly logsources: readonly Logsource[];
  readonly fields: VendorFields;
  /** Vendor paths that the mapping copies unchanged into a field: `eventName` → `event.action`. */
  readonly copied: ReadonlyMap<string, string>;
}

/**
 * Fields in a rule are the vendor's own names or ours. A vendor path that the mapping copies unchanged is that field,
 * so that stored events answer from a column; any other path that fields.yml names is `record.<path>`; then come the
 * log type's own fields, ECS and the names of Sigma's own taxonomy.
 */
export function createResolver(targets: readonly RuleTarget[]): Resolver {
  const fields = new Map(targets.map((target) => [target.id, createFieldResolver(target)]));
  return {
    logsources: targets.flatMap((target) => target.logsources),
    datasets: (logsource) => targets.filter((target) => serves(target, logsource)).map((target) => target.id),
    field: (dataset, name) => fields.get(dataset)?.(name) ?? { nearest: undefined },
  };
}

/**
 * A log type serves a logsource when they agree in every part both name and name at least one in common: `product: aws`
 * alone means every log of AWS, and `category: webserver` every web server.
 */
function serves(target: RuleTarget, asked: Logsource): boolean {
  return target.logsources.some((own) => {
    const shared = logsourceParts.filter((part) => own[part] !== undefined && asked[part] !== undefined);
    return shared.length > 0 && shared.every((part) => own[part] === asked[part]);
  });
}

function createFieldResolver(target: RuleTarget): (name: string) => ResolvedField {
  const open = target.fields.record.filter((path) => path.endsWith('.*')).map((path) => path.slice(0, -1));
  const closed = new Set(target.fields.record.filter((path) => !path.endsWith('.*')));
  const own = new Set(target.fields.fields.map((field) => field.name));
  const names = [...closed, ...target.copied.keys(), ...own];
  return (name) => {
    const copied = target.copied.get(name);
    if (copied !== undefined) return { field: copied };
    if (closed.has(name) || open.some((prefix) => name.startsWith(prefix) || name === prefix.slice(0, -1))) {
      return { field: `record.${quotePath(name)}` };
    }
    if (own.has(name) || ecsField(name) !== undefined || name.startsWith('record.')) return { field: name };
    const standard = taxonomy.get(name);
    if (standard !== undefined) return { field: standard };
    return { nearest: nearest(name, names) };
  };
}

/** A step with a space, quote or other sign of the path language stands in double quotes. */
function quotePath(path: string): string {
  return path
    .split('.')
    .map((step) => (/^[\p{L}\p{N}_@$-]+$/u.test(step) ? step : `"${step.replace(/["\\]/g, '\\$&')}"`))
    .join('.');
}
