import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Installed, installPython } from '../install-python.ts';

const here = dirname(fileURLToPath(import.meta.url));

export interface FuzzOptions {
  /** Address of the server, and an API token that may do everything. */
  readonly url: string;
  readonly token: string;
  readonly seconds: number;
  readonly seed: number;
  /** Paths left out: streams that do not end by themselves. */
  readonly without: readonly string[];
}

export interface Fuzzed {
  readonly passed: boolean;
  /** What was found, for people. */
  readonly report: string;
}

/** What must never happen: https://schemathesis.readthedocs.io/en/stable/reference/checks/ */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
].join(',');

/** Installs Schemathesis on first use; `missing` says why it cannot be had here, and tests are to be skipped. */
export function installFuzzer(): Promise<Installed> {
  return installPython(here);
}

/** Sends requests made up from the OpenAPI document, right ones and wrong ones. */
export async function fuzzApi(bin: string, { url, token, seconds, seed, without }: FuzzOptions): Promise<Fuzzed> {
  const words = [
    ...['run', `${url}/api/openapi.json`, '--phases', 'examples,coverage,fuzzing', '--checks', checks],
    ...['--max-time', String(seconds), '--seed', String(seed), '--request-timeout', '60', '--no-color'],
    ...['--header', `Authorization: Bearer ${token}`, '--report-dir', join(here, 'venv', 'reports')],
    ...without.flatMap((path) => ['--exclude-path', path]),
  ];
  const program = spawn(join(bin, 'st'), words, { stdio: ['ignore', 'pipe', 'pipe'], cwd: join(here, 'venv') });
  let report = '';
  for (const output of [program.stdout, program.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      report += text;
    });
  const status = await new Promise<number | null>((resolve, reject) => {
    program.on('error', reject);
    program.on('close', resolve);
  });
  return { passed: status === 0, report };
}
