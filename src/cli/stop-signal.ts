/** Aborts at the first SIGINT or SIGTERM, so that what was read is committed; the second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      process.stderr.write('\nStopping after the current batch; once more ends at once.\n');
      controller.abort();
    });
  return controller.signal;
}
