import type { LogTypeDefinition } from '../../logtype/logtype.ts';
import type { Derivation } from './derivation.ts';

/** What every event of a log type says of itself. A log type `aws.cloudtrail` is the data set, `aws` its module. */
export function constantFields(definition: Pick<LogTypeDefinition, 'id'>): Derivation {
  const module = definition.id.split('.', 1)[0];
  return {
    name: 'constants',
    from: [],
    to: ['event.dataset', 'event.module', 'cloud.provider'],
    derive: () => ({
      'event.dataset': definition.id,
      'event.module': module,
      'cloud.provider': module === 'aws' ? 'aws' : undefined,
    }),
  };
}
