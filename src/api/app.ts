import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { formatJson } from '../core/json/json-line.ts';
import { version } from '../pipeline/version.ts';
import type { Caller } from './caller.ts';
import type { AnyRoute } from './contract/route.ts';
import { answerBrokenRequest, answerError, answerErrors } from './errors.ts';
import { keepAuditTrail } from './plugins/audit-trail.ts';
import { authenticate } from './plugins/authenticate.ts';
import { refuseOtherSites } from './plugins/refuse-other-sites.ts';
import { nameRoutes } from './plugins/routes-are-named.ts';
import { secureHeaders, setSecureHeaders } from './plugins/security-headers.ts';
import { serveActors } from './routes/actors.ts';
import { serveAlertWork, serveSuppressions } from './routes/alert-work.ts';
import { serveAlerts } from './routes/alerts.ts';
import { serveAudit } from './routes/audit.ts';
import { serveEvent } from './routes/event.ts';
import { serveLoads } from './routes/loads.ts';
import { serveOverview } from './routes/overview.ts';
import { serveRules } from './routes/rules.ts';
import { serveSearch } from './routes/search.ts';
import { serveSession } from './routes/session.ts';
import { serveSettings } from './routes/settings.ts';
import { serveSources } from './routes/sources.ts';
import { serveSystem } from './routes/system.ts';
import { serveTokens } from './routes/tokens.ts';
import { serveUsers } from './routes/users.ts';
import type { Service } from './service.ts';
import { firstRunSetup, type Setup } from './sign-in/setup.ts';
import { createSignIn, type SignIn } from './sign-in/sign-in.ts';
import { tidySignIn } from './sign-in/tidy.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    contract?: AnyRoute;
  }
}

export interface AppOptions {
  readonly service: Service;
  /** Nothing is logged when null. */
  readonly log: FastifyBaseLogger | null;
  /** Answers are checked against the contract, which tests want and which is slow. */
  readonly checkAnswers?: boolean;
  /** The first run; when absent, one whose password nobody sees. */
  readonly setup?: Setup;
  /** What the command line on this machine signs in with. */
  readonly localToken?: string;
}

/** Largest body of a request, in bytes; routes that take more say so. */
const bodyLimit = 1 << 20;

/** The HTTP application without its socket: plugins first, then the routes of each resource. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { service, log, checkAnswers = false, localToken = null } = options;
  const signIn = createSignIn(service, options.setup ?? (await firstRunSetup(service.db)), localToken);
  const { trusted_proxies: proxies } = service.config.sign_in;
  const app = Fastify({
    trustProxy: proxies.length > 0 && proxies,
    ...(log === null ? {} : { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 2048 },
    return503OnClosing: true,
    forceCloseConnections: true,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      setSecureHeaders(reply);
      answerError(error, request, reply);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(({ schema }) => serializer(schema as z.ZodType, checkAnswers));
  app.decorateRequest('caller', null);
  answerErrors(app);
  nameRoutes(app);
  secureHeaders(app, service.config.base_url);
  await app.register(cookie);
  guard(app, signIn);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Kushi', version },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document as never);
      const role = document.route.config?.contract?.role;
      if (role === undefined) return { schema, url };
      return { schema: { ...schema, 'x-kushi-role': role, security: role === 'public' ? [] : [{ token: [] }] }, url };
    },
    transformObject: jsonSchemaTransformObject,
  });
  countRequests(app, service);
  const routes = [
    serveSystem,
    serveLoads,
    serveSearch,
    serveEvent,
    serveAlerts,
    serveAlertWork,
    serveSuppressions,
    serveActors,
    serveOverview,
    serveSources,
    serveRules,
    serveSettings,
  ];
  for (const serve of routes) serve(app, service);
  for (const serve of [serveSession, serveUsers, serveTokens, serveAudit]) serve(app, signIn);
  return app;
}

/** Who asks, whether it is a page of ours, and what is noted of it. */
function guard(app: FastifyInstance, signIn: SignIn): void {
  authenticate(app, signIn);
  refuseOtherSites(app, signIn);
  keepAuditTrail(app, signIn.service);
  tidySignIn(app, signIn.service);
}

function serializer(schema: z.ZodType, check: boolean): (answer: unknown) => string {
  return (answer) => {
    const json = formatJson(answer);
    if (check) schema.parse(JSON.parse(json));
    return json;
  };
}

function countRequests(app: FastifyInstance, { metrics }: Service): void {
  app.addHook('onResponse', async ({ method, routeOptions, caller, log }, reply) => {
    const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
    metrics.requests.observe(labels, reply.elapsedTime / 1000);
    log.info({ ...labels, ms: Math.round(reply.elapsedTime), caller: caller?.name }, 'request');
  });
}
