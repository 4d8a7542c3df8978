import { z } from 'zod';
import { levels } from '../core/sigma/rule.ts';

const patterns = (what: string) =>
  z.array(z.string().min(1)).optional().describe(`Only alerts ${what}; * stands for anything. All when absent`);
const environmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable');
const file = z.string().min(1);

const common = {
  level: z.enum(levels).default('medium').describe('Least level of the alerts it is told of'),
  rules: patterns('of these rules, by id or title'),
  entities: patterns('about these entities'),
  datasets: patterns('with events of these log types'),
  language: z.enum(['en', 'ja']).default('en').describe('Language of the messages: en or ja'),
  zone: z
    .string()
    .refine(isZone, 'must be a time zone such as Asia/Tokyo')
    .default('UTC')
    .describe('Zone of the times in messages, such as Asia/Tokyo'),
  allow_private: z
    .array(z.string().min(1))
    .default([])
    .describe('Hosts, addresses and ranges of yours that it may be at, though they are not public'),
};

const url = {
  url: z
    .url({ protocol: /^https?$/, error: 'must be a URL' })
    .optional()
    .describe('Where it is; https'),
  url_env: environmentName.optional().describe('Environment variable that holds the URL, where it is a secret'),
  url_file: file.optional().describe('File that holds the URL, where it is a secret'),
  allow_http: z.boolean().default(false).describe('Send over http, which anyone on the way can read'),
};

const slack = z
  .strictObject({ kind: z.literal('slack').describe('Slack, by an incoming webhook'), ...common, ...url })
  .superRefine(exactlyOne('url', 'url_env', 'url_file'));

const webhook = z
  .strictObject({
    kind: z.literal('webhook').describe('Any server that takes JSON'),
    ...common,
    ...url,
    secret_env: environmentName.optional().describe('Environment variable that holds the secret of the signature'),
    secret_file: file.optional().describe('File that holds the secret of the signature'),
  })
  .superRefine(exactlyOne('url', 'url_env', 'url_file'))
  .superRefine(exactlyOne('secret_env', 'secret_file'));

const email = z
  .strictObject({
    kind: z.literal('email').describe('Mail, over a server that takes it by SMTP'),
    ...common,
    host: z.string().min(1).describe('Mail server'),
    port: z.int().min(1).max(65535).optional().describe('Its port; 587, or 465 with tls: tls'),
    tls: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('starttls, tls from the first byte, or none, which anyone on the way can read'),
    user: z.string().min(1).optional().describe('User name there; no sign-in when absent'),
    password_env: environmentName.optional().describe('Environment variable that holds the password'),
    password_file: file.optional().describe('File that holds the password'),
    from: z.email('must be a mail address').describe('Sender'),
    to: z.array(z.email('must be a mail address')).min(1).describe('Recipients'),
  })
  .superRefine((value, context) => {
    if (value.user !== undefined) exactlyOne('password_env', 'password_file')(value, context);
  });

/** One destination of kushi.yml: what its kind needs, what it is told of, and in which language. */
export const destinationSchema = z.discriminatedUnion('kind', [slack, email, webhook], {
  error: (issue) => (issue.code === 'invalid_union' ? 'must be slack, email or webhook' : undefined),
});

export type DestinationConfig = z.infer<typeof destinationSchema>;
export type SlackConfig = z.infer<typeof slack>;
export type EmailConfig = z.infer<typeof email>;
export type WebhookConfig = z.infer<typeof webhook>;

function exactlyOne(...names: readonly string[]) {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    if (names.filter((name) => value[name] !== undefined).length === 1) return;
    context.addIssue({ code: 'custom', message: `must have one of ${names.join(', ')}` });
  };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
