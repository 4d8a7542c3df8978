import type { WebhookConfig } from '../../config/destinations.ts';
import { KushiError } from '../../core/error/error.ts';
import type { Destination, OpenOptions } from '../destination.ts';
import { createPoster } from '../outgoing/post.ts';
import { requireTaken } from '../outgoing/require-taken.ts';
import { readSecret } from '../read-secret.ts';
import { readUrl, secretsOf } from '../read-url.ts';
import { signature } from './signature.ts';
import { webhookBody } from './webhook-body.ts';

const shortestSecret = 16;

/** Any server that takes JSON: a signed POST, described in docs/destinations.md. */
export function openWebhook(name: string, config: WebhookConfig, options: OpenOptions): Destination {
  const url = readUrl(name, config, options);
  const secret = readSignatureSecret(name, config, options);
  const post = createPoster({ allowPrivate: config.allow_private, allowHttp: config.allow_http, ...options });
  return {
    name,
    config,
    send: async (message, { key, signal }) => {
      const body = webhookBody(message, { key, destination: name, voice: config });
      const seconds = Number(options.clock() / 1_000_000_000n);
      const headers = {
        'content-type': 'application/json',
        'user-agent': `Kushi/${options.version}`,
        'kushi-delivery': key,
        'kushi-signature': signature(secret, body, seconds),
      };
      const answer = await post({ url, headers, body, signal });
      requireTaken(answer, { host: url.host, secrets: [secret, ...secretsOf(url)] });
      return { detail: `${url.host} answered ${answer.status}` };
    },
  };
}

function readSignatureSecret(name: string, { secret_env, secret_file }: WebhookConfig, { env }: OpenOptions): string {
  const secret = readSecret({ what: `destinations.${name}: secret`, env: secret_env, file: secret_file }, env);
  if (secret.length >= shortestSecret) return secret;
  throw new KushiError(
    'DESTINATION_INVALID',
    `destinations.${name}: the secret is shorter than ${shortestSecret} characters. Make one: openssl rand -hex 32.`,
  );
}
