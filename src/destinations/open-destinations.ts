import type { DestinationConfig } from '../config/destinations.ts';
import type { Destination, OpenOptions } from './destination.ts';
import { openEmail } from './email/email.ts';
import { openSlack } from './slack/slack.ts';
import { openWebhook } from './webhook/webhook.ts';

/** The kinds there are, each with what opens it. */
const kinds: {
  readonly [Kind in DestinationConfig['kind']]: (
    name: string,
    config: Extract<DestinationConfig, { readonly kind: Kind }>,
    options: OpenOptions,
  ) => Destination;
} = { slack: openSlack, email: openEmail, webhook: openWebhook };

/** The destinations of kushi.yml, their secrets read. Fails with DESTINATION_INVALID. Nothing is connected to yet. */
export function openDestinations(
  configs: Readonly<Record<string, DestinationConfig>>,
  options: OpenOptions,
): Destination[] {
  return Object.entries(configs).map(([name, config]) => {
    const open = kinds[config.kind] as (name: string, config: DestinationConfig, options: OpenOptions) => Destination;
    return open(name, config, options);
  });
}
