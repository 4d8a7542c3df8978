import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installPython } from '../install-python.ts';

const here = dirname(fileURLToPath(import.meta.url));
const launcher = join(here, 'serve-localstack.py');
const services = 's3,sqs,sns,sts,events,kms,iam';
const stopMs = 8000;

export interface AwsRig {
  /** One endpoint for all services, on 127.0.0.1. An access key of twelve digits is the account. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts LocalStack on a free port; `missing` says why it cannot be had here, and tests are to be skipped. */
export async function startAwsRig(): Promise<AwsRig | { readonly missing: string }> {
  const installed = await installPython(here);
  if ('missing' in installed) return installed;
  const home = await mkdtemp(join(tmpdir(), 'kushi-aws-rig-'));
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(join(installed.bin, 'python'), [launcher], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(address, home),
  });
  let said = '';
  server.stderr.on('data', (text: Uint8Array) => {
    said = `${said}${text}`.slice(-1000);
  });
  const stop = async () => {
    await end(server);
    await rm(home, { recursive: true, force: true });
  };
  const endpoint = `http://${address}`;
  if (await isUp(server, endpoint)) return { endpoint, stop };
  await stop();
  const lastLine = said.trim().split('\n').at(-1);
  return { missing: `LocalStack ended with ${server.exitCode ?? server.signalCode} while starting: ${lastLine}` };
}

function environment(address: string, home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GATEWAY_LISTEN: address,
    LOCALSTACK_HOST: address,
    FILESYSTEM_ROOT: home,
    TMPDIR: home,
    SERVICES: services,
    // Without it queue URLs are host names that only a DNS server of LocalStack's knows.
    SQS_ENDPOINT_STRATEGY: 'path',
    // In a container LocalStack would use fixed folders and ignore FILESYSTEM_ROOT.
    OVERRIDE_IN_DOCKER: '0',
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DNS_ADDRESS: '0',
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function isUp(server: ChildProcess, endpoint: string): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null) {
    const answer = await fetch(`${endpoint}/_localstack/health`).catch(() => null);
    if (answer?.ok) return true;
    await delay(50);
  }
  return false;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const killing = setTimeout(() => server.kill('SIGKILL'), stopMs);
  await gone;
  clearTimeout(killing);
}
