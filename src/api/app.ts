import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { formatJson } from '../core/json/json-line.ts';
import { version } from '../pipeline/version.ts';
import type { Caller } from './caller.ts';
import type { AnyRoute } from './contract/route.ts';
import { answerError, answerErrors } from './errors.ts';
import { serveLoads } from './routes/loads.ts';
import { serveSystem } from './routes/system.ts';
import type { Service } from './service.ts';

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
}

/** Largest body of a request, in bytes; routes that take more say so. */
const bodyLimit = 1 << 20;

/** The HTTP application without its socket: plugins first, then the routes of each resource. */
export async function createApp({ service, log, checkAnswers = false }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(log === null ? {} : { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 2048 },
    return503OnClosing: true,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(({ schema }) => serializer(schema as z.ZodType, checkAnswers));
  app.decorateRequest('caller', null);
  answerErrors(app);
  await app.register(cookie);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Kushi', version } },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document as never);
      const role = document.route.config?.contract?.role;
      return { schema: role === undefined ? schema : { ...schema, 'x-kushi-role': role }, url };
    },
  });
  countRequests(app, service);
  serveSystem(app, service);
  serveLoads(app, service);
  return app;
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
