import type { Config } from '../config/schema.ts';
import { formatProblem, KushiError } from '../core/error/error.ts';
import type { Engine, Snapshot } from '../engines/engine.ts';
import { knownKeys, snapshot } from '../state/catalog.ts';
import { openState, type StateDb } from '../state/open-state.ts';
import { type Content, loadContent } from './content.ts';
import { openEngine } from './open-engine.ts';
import { packageRoot } from './package-root.ts';

/** A data folder as commands use it. */
export interface OpenData {
  readonly content: Content;
  readonly db: StateDb;
  readonly engine: Engine;
  /** What was committed when it was opened. */
  readonly snapshot: Snapshot;
  close(): Promise<void>;
}

/**
 * Opens state, engine and content. A writer takes the folder's lock and sweeps away what a crash left behind. It does not
 * begin with a broken log type, as that one's objects would be refused, or read by the type it was to replace.
 */
export async function openData(config: Config, options: { write: boolean; held?: boolean }): Promise<OpenData> {
  const { write } = options;
  const content = loadContent({ config, root: packageRoot() });
  if (write) requireLogTypes(content);
  warn(content);
  const state = await openState(config.data, options);
  const engine = openEngine(config, content);
  if (write) await engine.sweep(await knownKeys(state.db));
  return {
    content,
    db: state.db,
    engine,
    snapshot: await snapshot(state.db),
    close: async () => {
      await engine.close();
      await state.close();
    },
  };
}

function requireLogTypes({ problems }: Content): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new KushiError('LOGTYPE_INVALID', 'Nothing was loaded. Mend the log types named above, then try again.', {
      problems: errors,
    });
}

/** Says on stderr what is wrong with log types and rules; what is right works all the same. */
export function warn(content: Content): void {
  const problems = [...content.problems, ...content.rules.problems].filter(
    ({ severity, code }) =>
      severity === 'error' && !code.startsWith('RULE_LOGSOURCE') && !code.startsWith('RULE_FIELD'),
  );
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
}
