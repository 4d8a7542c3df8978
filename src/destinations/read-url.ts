import type { SlackConfig, WebhookConfig } from '../config/destinations.ts';
import { KushiError } from '../core/error/error.ts';
import type { OpenOptions } from './destination.ts';
import { requireAllowedUrl } from './outgoing/post.ts';
import { readSecret } from './read-secret.ts';
import { SendError } from './send-error.ts';

/** The URL of a destination, which is a secret as a whole. Fails with DESTINATION_INVALID, which does not repeat it. */
export function readUrl(name: string, config: SlackConfig | WebhookConfig, { env }: OpenOptions): URL {
  const place = { what: `destinations.${name}: url`, value: config.url, env: config.url_env, file: config.url_file };
  const url = parseUrl(readSecret(place, env), place.what);
  try {
    requireAllowedUrl(url, config.allow_http);
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    throw new KushiError('DESTINATION_INVALID', `${place.what}: ${error.message}`);
  }
  return url;
}

function parseUrl(text: string, what: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new KushiError('DESTINATION_INVALID', `${what}: what it holds is no URL.`);
}

/** Shorter parts of a path are names, not secrets. */
const shortestSecret = 8;

/** What of a URL must not be repeated: path and query, whole and in parts. */
export function secretsOf({ pathname, search }: URL): string[] {
  const parts = [`${pathname}${search}`, ...`${pathname}${search}`.split(/[/?&=]/)];
  return parts.filter(({ length }) => length >= shortestSecret);
}
