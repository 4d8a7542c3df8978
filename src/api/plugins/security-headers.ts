import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';

declare module 'fastify' {
  interface FastifyReply {
    /** What style elements of a page must carry. */
    styleNonce: string;
  }
}

/** https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html */
const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
} as const;

const aYear = 'max-age=31536000';

/** Tells browsers, with every answer, what a page of ours may do: no script but our files, no other site. */
export function secureHeaders(app: FastifyInstance, baseUrl: string | undefined): void {
  const isHttps = baseUrl?.startsWith('https:') === true;
  app.decorateReply('styleNonce', '');
  app.addHook('onRequest', async (request, reply) => {
    setSecureHeaders(reply);
    if (isHttps) void reply.header('strict-transport-security', aYear);
    if (request.url.startsWith('/api')) void reply.header('cache-control', 'no-store');
  });
}

/** For answers that come before any hook, such as to an address that cannot be read. */
export function setSecureHeaders(reply: FastifyReply): void {
  reply.styleNonce = randomBytes(16).toString('base64url');
  void reply.headers(always).header('content-security-policy', policy(reply.styleNonce));
}

function policy(styleNonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
