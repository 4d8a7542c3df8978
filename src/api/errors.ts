import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { KushiError } from '../core/error/error.ts';
import { errorTable } from '../core/error/table.ts';
import type { errorBody } from './contract/route.ts';
import { note } from './plugins/audit-trail.ts';

/** Answers every error from the one table: its status, its code, and how to mend it. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => send(reply, notFound(app, request)));
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const told = toKushiError(error);
  const { status } = errorTable[told.code];
  if (status >= 500) logFault(error, told, request);
  note(request, { detail: { code: told.code } });
  return send(reply, told, status);
}

/** That the server is busy or starts is no fault, and says all there is to say by its code. */
function logFault(error: unknown, { code, message }: KushiError, { log }: FastifyRequest): void {
  if (errorTable[code].status === 503) log.info({ code }, message);
  else log.error({ err: error }, code);
}

function send(reply: FastifyReply, error: KushiError, status: number = errorTable[error.code].status): FastifyReply {
  return reply.code(status).send(toBody(error));
}

/** How a stream tells of what failed after its first part: its last one is this. */
export function lastPart(error: unknown, request: FastifyRequest): z.input<typeof errorBody> {
  const told = toKushiError(error as FastifyError);
  if (errorTable[told.code].status >= 500) logFault(error, told, request);
  return toBody(told);
}

function toBody(error: KushiError): z.input<typeof errorBody> {
  const body: z.input<typeof errorBody> = { error: { code: error.code, message: error.message } };
  if (error.problems.length > 0)
    body.error.problems = error.problems.map(({ code, message, location }) => ({
      code,
      message,
      ...(location.file === undefined ? {} : { path: location.file }),
      ...(location.column === undefined ? {} : { column: location.column }),
    }));
  const column = error.location?.column ?? error.problems[0]?.location.column;
  if (column !== undefined) body.error.column = column;
  return body;
}

function notFound(app: FastifyInstance, { url, method }: FastifyRequest): KushiError {
  const path = url.split('?')[0];
  const others = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter(
    (other) => other !== method && app.findRoute({ method: other, url: path }) !== null,
  );
  if (others.length > 0)
    return new KushiError('METHOD_NOT_ALLOWED', `This address takes ${others.join(' and ')}, not ${method}.`);
  return new KushiError('NOT_FOUND', 'There is nothing at this address. /api/openapi.json lists all that is.');
}

/** Errors of Fastify by its codes: https://fastify.dev/docs/latest/Reference/Errors/ */
function toKushiError(error: FastifyError): KushiError {
  // What a thread says of a fault of its own is for the log.
  if (error instanceof KushiError && error.code !== 'INTERNAL') return error;
  if (error.validation !== undefined) return invalid(error);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.statusCode === 413)
    return new KushiError('REQUEST_TOO_LARGE', 'The body is larger than this route takes.');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new KushiError('REQUEST_INVALID', error.message);
  return new KushiError('INTERNAL', 'A fault in Kushi itself; its log says more.', { cause: error });
}

function invalid(error: FastifyError): KushiError {
  const problems = (error.validation ?? []).map(({ instancePath, message }) => ({
    code: 'REQUEST_INVALID' as const,
    message: `${message ?? 'is wrong'}`,
    location: { file: `${error.validationContext ?? 'request'}${instancePath}` },
    severity: 'error' as const,
  }));
  return new KushiError('REQUEST_INVALID', 'The request does not have the shape that this route takes.', { problems });
}

/** Answers what is no HTTP request, or one whose head is too large, on the bare socket: no route ever sees it. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const what =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'The address and headers are larger than 16 kB.'
      : 'This is not a request, or it did not come in time.';
  const told = new KushiError('REQUEST_INVALID', what);
  const { status } = errorTable[told.code];
  const body = JSON.stringify(toBody(told));
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'content-type: application/json; charset=utf-8'];
  const length = `content-length: ${Buffer.byteLength(body)}`;
  socket.end([...head, length, 'connection: close', '', body].join('\r\n'));
}
