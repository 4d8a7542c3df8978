import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `kushi serve` in a process of its own, and a token that may do everything. */
export interface Running {
  readonly url: string;
  readonly token: string;
  /** Milliseconds from the start of the process until it listened. */
  readonly startMs: number;
  /** Bytes that are in memory now. */
  readonly memory: () => number;
  stop(): Promise<void>;
}

export async function startKushi(root: string, folder: string, known?: string): Promise<Running> {
  const began = performance.now();
  const words = [join(root, 'bin/kushi'), '--config', join(folder, 'kushi.yml'), 'serve', '--port', '0'];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, KUSHI_LOG_LEVEL: 'warn' },
  });
  const said = await listening(child);
  const startMs = performance.now() - began;
  const url = /listening on (\S+)/.exec(said)![1];
  await untilReady(url);
  const token = known ?? (await adminToken(url, /one-time password: (\S+)/.exec(said)![1]));
  return {
    url,
    token,
    startMs,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) * 1024,
    stop: async () => {
      child.kill('SIGINT');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/listening on \S+\n/.test(said)) resolve(said);
    });
    child.once('exit', (code) => reject(new Error(`kushi serve ended with ${code}.`)));
  });
}

async function untilReady(url: string): Promise<void> {
  while (!(await fetch(`${url}/readyz`)).ok)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
}

async function adminToken(url: string, password: string): Promise<string> {
  const newPassword = 'a long pass phrase for the bench';
  const setUp = await post(`${url}/api/setup`, { password, name: 'bench', newPassword });
  const cookie = setUp.headers.getSetCookie()[0].split(';')[0];
  const made = await post(`${url}/api/tokens`, { name: 'bench', role: 'admin', days: 1 }, { cookie });
  return ((await made.json()) as { token: string }).token;
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const { origin } = new URL(url);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
