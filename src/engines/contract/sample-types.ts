import type { EcsType } from '../../core/ecs/ecs.ts';
import type { RollUp } from '../../core/logtype/logtype.ts';

/** The fields of the suite's events: one or two of every kind. */
export const sampleTypes: Readonly<Record<string, EcsType>> = {
  '@timestamp': 'date',
  'event.original': 'keyword',
  'event.id': 'keyword',
  'event.action': 'keyword',
  'user.name': 'keyword',
  'user.target.name': 'keyword',
  'user.roles': 'keyword',
  'related.ip': 'ip',
  'source.ip': 'ip',
  'destination.ip': 'ip',
  'source.port': 'long',
  'destination.port': 'long',
  'event.risk_score': 'float',
  'event.start': 'date',
  'tls.established': 'boolean',
};

export const sampleFieldTypes = (field: string): EcsType | undefined => sampleTypes[field];

export const sampleEntities: ReadonlyMap<string, RollUp> = new Map([
  ['user.name', 'action'],
  ['source.ip', 'day'],
  ['related.ip', 'day'],
]);
