import type { Engine } from '../../engines/engine.ts';
import { type ColumnValues, columnValues } from './column-values.ts';
import { type EntityValues, entityValues } from './entity-values.ts';

interface KeptValues {
  readonly entities: EntityValues;
  readonly columns: ColumnValues;
}

const ofEngine = new WeakMap<Engine, KeptValues>();

/** What a thread keeps in memory of the values there are. */
export function keptValues(engine: Engine): KeptValues {
  const kept = ofEngine.get(engine) ?? { entities: entityValues(engine), columns: columnValues(engine) };
  ofEngine.set(engine, kept);
  return kept;
}
