import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../command/home.ts';
import type { Ended, Running } from '../command/run.ts';

export interface Serving {
  readonly url: string;
  /** The one-time password of a first run; null later on. */
  readonly oneTimePassword: string | null;
  readonly process: Running['process'];
  /** Asks as the folder's owner does on the command line. */
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body: unknown) => Promise<Response>;
  /** Ends the server as ctrl-C does. */
  readonly stop: () => Promise<Ended>;
  /** Ends it as a power cut does. */
  readonly kill: () => Promise<Ended>;
}

/** `kushi serve` on the data of a home, once it listens. */
export async function serve(home: Home, words: readonly string[] = []): Promise<Serving> {
  const running = home.start(['serve', '--port', '0', ...words]);
  const { url, oneTimePassword } = await listening(running);
  const { token } = JSON.parse(readFileSync(join(home.data, 'server.json'), 'utf8')) as { token: string };
  const authorization = `Bearer ${token}`;
  const end = (signal: 'SIGINT' | 'SIGKILL') => {
    running.process.kill(signal);
    return running.ended;
  };
  return {
    url,
    oneTimePassword,
    process: running.process,
    get: (path) => fetch(new URL(path, url), { headers: { authorization } }),
    post: (path, body) =>
      fetch(new URL(path, url), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  };
}

async function listening({ process, ended }: Running): Promise<Pick<Serving, 'url' | 'oneTimePassword'>> {
  let text = '';
  const said = new Promise<Pick<Serving, 'url' | 'oneTimePassword'>>((resolve) => {
    process.stdout!.on('data', (piece: string) => {
      text += piece;
      const line = /^listening on (\S+)$/m.exec(text);
      const password = /one-time password: (\S+)/.exec(text)?.[1] ?? null;
      if (line !== null) resolve({ url: line[1], oneTimePassword: password });
    });
  });
  const died = ended.then(({ code, stderr }): never => {
    throw new Error(`kushi serve ended with ${code}: ${stderr}`);
  });
  return Promise.race([said, died]);
}

/** Asks again until the answer is as wanted. */
export async function until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
