import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KushiError } from '../../core/error/error.ts';
import { hostNotAllowed } from '../sign-in/identify.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

/**
 * Refuses what a page of another site makes a browser ask, by the headers that only browsers set
 * (https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html). A request
 * with an Authorization header is none of those: no page can add one without being asked for.
 */
export function refuseOtherSites(app: FastifyInstance, { siteOf }: SignIn): void {
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request) => {
    const { headers, method, session } = request;
    if (headers.authorization !== undefined) return;
    if (method === 'GET' || method === 'HEAD') {
      const isPublic = request.routeOptions.config.contract?.role === 'public';
      if (session !== null && !isPublic && !isOwnFetch(request, true)) throw crossSite();
      return;
    }
    const site = siteOf(headers.host);
    if (site === null) throw hostNotAllowed(request);
    const isSaid = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
    const isOwnOrigin = headers.origin === undefined || headers.origin === site.origin;
    if (!isOwnOrigin || !isOwnFetch(request, isSaid || session === null)) throw crossSite();
  });
}

/** What the browser says of where a request comes from; `unsaid` when it says nothing. */
function isOwnFetch({ headers }: FastifyRequest, unsaid: boolean): boolean {
  const from = headers['sec-fetch-site'];
  return from === undefined ? unsaid : from === 'same-origin' || from === 'none';
}

function crossSite(): KushiError {
  return new KushiError(
    'CROSS_SITE',
    'Kushi takes this only from its own pages. Programs send a token: Authorization: Bearer <token>.',
  );
}
