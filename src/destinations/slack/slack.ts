import type { SlackConfig } from '../../config/destinations.ts';
import type { Destination, OpenOptions } from '../destination.ts';
import { createPoster, type PostAnswer } from '../outgoing/post.ts';
import { requireTaken } from '../outgoing/require-taken.ts';
import { unlessBroken } from '../plain-text.ts';
import { readUrl, secretsOf } from '../read-url.ts';
import { renderSlack } from './render-slack.ts';
import { plainSlackBody, type SlackContext, slackBody } from './slack-body.ts';

/**
 * Slack by an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks), or what takes
 * the same JSON. Slack drops no message it has twice: the key stands in the message, for people.
 */
export function openSlack(name: string, config: SlackConfig, options: OpenOptions): Destination {
  const url = readUrl(name, config, options);
  const post = createPoster({ allowPrivate: config.allow_private, allowHttp: config.allow_http, ...options });
  const headersOf = (key: string) => ({
    'content-type': 'application/json; charset=utf-8',
    'user-agent': `Kushi/${options.version}`,
    'kushi-delivery': key,
  });
  return {
    name,
    config,
    send: async (message, { key, signal }) => {
      const context: SlackContext = { key, voice: config };
      const send = (body: string) => post({ url, headers: headersOf(key), body, signal });
      const rich = unlessBroken(() => renderSlack(message, context));
      const plain = plainSlackBody(message, context);
      const first = await send(rich === null ? plain : slackBody(rich));
      const isPlain = rich === null || isRefusedForm(first);
      const answer = isPlain && rich !== null ? await send(plain) : first;
      requireTaken(answer, { host: url.host, secrets: secretsOf(url) });
      return { detail: `${url.host} answered ${answer.status}${isPlain ? ' to the plain form' : ''}` };
    },
  };
}

/** Slack says `invalid_blocks`, `invalid_payload` or the like with 400, and posts nothing. */
function isRefusedForm({ status }: PostAnswer): boolean {
  return status === 400;
}
