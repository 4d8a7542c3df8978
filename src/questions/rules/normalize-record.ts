import type { EventBatch } from '../../core/batch/event-batch.ts';
import { createReader } from '../../core/codecs/create-reader.ts';
import { parsePath } from '../../core/codecs/path.ts';
import type { RecordBatch, WantedPath } from '../../core/codecs/reader.ts';
import type { LogType } from '../../core/logtype/load-logtype.ts';
import { derivations } from '../../core/mapping/derivations/derivations.ts';
import { createPlan } from '../../core/mapping/plan/create-plan.ts';

/** As the records of a test come: out of no object. */
const nowhere = { id: '0'.repeat(24), name: 'test', bucket: 'test', key: 'test', generation: 0 };

/** In 2096: records from a future that is too far are rejected, and tests may be of any year. */
const received = 4_000_000_000_000_000_000n;

/** A record as events of its log type, without look-ups that need files. */
export function normalizeRecord(logType: LogType, record: string, recordPaths: readonly string[]): EventBatch {
  const { definition, mapping, mappingVersion } = logType;
  const plan = createPlan({
    definition,
    mapping,
    mappingId: mappingVersion,
    derivations: derivations({ isInternal: () => false }),
    recordPaths: recordPaths.map(wanted),
  });
  return plan.run(readRecord(logType, plan.paths, record), [nowhere], { received }).batch;
}

function readRecord({ definition, mapping }: LogType, paths: readonly WantedPath[], record: string): RecordBatch {
  const reader = createReader(definition.codec, paths, { seed: 1n, mapping });
  reader.begin(0);
  reader.push(new TextEncoder().encode(record));
  reader.end();
  return reader.take();
}

/** `record.<path>` of a rule is a path without its leading dot. */
function wanted(path: string): WantedPath {
  const parsed = parsePath(`.${path}`);
  if (!parsed.ok) throw new Error(parsed.mistake.message);
  return { name: `.${path}`, steps: parsed.steps };
}
