import { clfTime } from '../time/stamp.ts';
import type { WebRequest } from './web-request.ts';

/** What nginx writes as \xXX in variables of the access log. */
const escaped = (text: string) => text.replace(/["\\]/g, (char) => (char === '"' ? '\\x22' : '\\x5C'));

/**
 * The combined format with the forwarded address and the request time behind it. The client's address comes from
 * X-Forwarded-For (realip module), so it is the client's and not the load balancer's.
 * https://nginx.org/en/docs/http/ngx_http_log_module.html
 */
export function nginxLine(request: WebRequest): string {
  const target = request.path + (request.query && `?${request.query}`);
  const line = `${request.method} ${escaped(target)} HTTP/1.1`;
  const at = clfTime(request.time + request.seconds * 1000);
  const agent = escaped(request.agent || '-');
  return `${request.client.address} - - [${at}] "${line}" ${request.status} ${request.bytesOut} "${escaped(request.referrer ?? '-')}" "${agent}" "${request.client.address}" ${request.seconds.toFixed(3)}`;
}
