import { formatLocation, formatProblem, KushiError } from '../core/error/error.ts';
import { createProgram } from './program.ts';

/** Ends a command: what went wrong on stderr, the exit code by the error's kind (CONTRACTS). */
function fail(error: unknown): void {
  if (error instanceof KushiError) {
    for (const problem of error.problems) process.stderr.write(`${formatProblem(problem)}\n`);
    const place = error.location === undefined ? '' : `${formatLocation(error.location)} `;
    process.stderr.write(`kushi: ${place}${error.code} ${error.message}\n`);
    process.exitCode = error.exitCode;
    return;
  }
  process.stderr.write(`kushi: INTERNAL ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  fail(error);
}
