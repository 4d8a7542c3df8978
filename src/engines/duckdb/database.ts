import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { KushiError } from '../../core/error/error.ts';
import { ipMacros } from './sql/ip-condition.ts';
import type { Statement } from './sql/statement.ts';

export interface DatabaseSettings {
  /** As DuckDB writes sizes: `1GB`. */
  readonly memoryLimit: string;
  readonly threads: number;
  /** Where sorts that do not fit into memory spill. */
  readonly temporaryFolder: string;
}

/** An in-memory DuckDB that reads segment files. One an engine: two on the same files in a process do no harm, as they only read. */
export class Database {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(settings: DatabaseSettings): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: settings.memoryLimit,
      threads: String(settings.threads),
      temp_directory: settings.temporaryFolder,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    // Footers of segments never change, and reading them is most of a small query's time.
    await connection.run('SET GLOBAL parquet_metadata_cache = true');
    for (const macro of ipMacros) await connection.run(macro);
    connection.closeSync();
    return new Database(instance);
  }

  /** The result's chunks, read as they come. Ends with INTERRUPTED soon after the signal. */
  async *chunks({ sql, parameters }: Statement, signal: AbortSignal | undefined): AsyncGenerator<DuckDBDataChunk> {
    const connection = await this.#instance.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      throwIfStopped(signal);
      const result = await connection.stream(sql, [...parameters]);
      for (;;) {
        throwIfStopped(signal);
        const chunk = await nextChunk(result);
        if (chunk === undefined) return;
        yield chunk;
      }
    } catch (error) {
      throwIfStopped(signal);
      throw toKushiError(error);
    } finally {
      signal?.removeEventListener('abort', interrupt);
      closeConnection(connection);
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

async function nextChunk(result: DuckDBResult): Promise<DuckDBDataChunk | undefined> {
  const chunk = await result.fetchChunk();
  return chunk === null || chunk.rowCount === 0 ? undefined : chunk;
}

/** A reader that stops early leaves a statement running. */
function closeConnection(connection: DuckDBConnection): void {
  connection.interrupt();
  connection.closeSync();
}

function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new KushiError('INTERRUPTED', 'The search was stopped.');
}

/** DuckDB tells a file it cannot read and a bug of ours by the first words of its message only. */
function toKushiError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof KushiError) return error;
  const unreadable = /^(IO Error|Invalid Input Error: (No magic bytes|Failed to read|Input file))/.test(error.message);
  if (/^Out of Memory Error/.test(error.message))
    return new KushiError(
      'QUESTION_TOO_LARGE',
      'The question needs more memory than it may have. Ask for less at once.',
      {
        cause: error,
      },
    );
  return new KushiError(unreadable ? 'STORAGE_CORRUPT' : 'INTERNAL', error.message, { cause: error });
}
