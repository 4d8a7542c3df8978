import { isoMicros } from '../time/stamp.ts';
import { isPlain, type WebRequest } from './web-request.ts';

const seconds = (value: number) => value.toFixed(3);

/** Bytes that cannot stand in a quoted field are escaped, as the load balancer does. */
const quoted = (text: string) => `"${text.replaceAll('\\', '\\x5C').replaceAll('"', '\\x22')}"`;

function actionsOf(request: WebRequest): string {
  const waf = request.balancer.webAcl ? 'waf,' : '';
  if (request.verdict.action === 'BLOCK') return 'waf';
  return waf + (request.target ? 'forward' : 'redirect');
}

/**
 * An access log entry of an Application Load Balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export function albLine(request: WebRequest): string {
  const { balancer, target } = request;
  const plain = isPlain(request);
  const url = `${plain ? 'http' : 'https'}://${request.host}:${plain ? 80 : 443}${request.path}${request.query && `?${request.query}`}`;
  const version = request.http2 ? 'HTTP/2.0' : 'HTTP/1.1';
  const times = target ? `0.001 ${seconds(request.seconds)} 0.000` : '-1 -1 -1';
  const at = target ? `${target.address}:8080` : '-';
  const clientPort = `${request.client.address}:${request.port}`;
  return [
    plain ? 'http' : request.http2 ? 'h2' : 'https',
    isoMicros(request.time + (target ? request.seconds * 1000 + 1 : 0)),
    `app/${balancer.name}/${balancer.id}`,
    clientPort,
    at,
    times,
    request.status,
    target ? request.status : '-',
    request.bytesIn,
    request.bytesOut,
    quoted(`${request.method} ${url} ${version}`),
    quoted(request.agent || '-'),
    plain ? '- -' : 'TLS_AES_128_GCM_SHA256 TLSv1.3',
    target ? balancer.targetGroupArn : '-',
    quoted(`Root=${request.traceId}`),
    quoted(plain ? '-' : request.host),
    quoted(plain ? '-' : balancer.certificateArn),
    plain ? 0 : request.path.startsWith('/v2/') ? 1 : 2,
    isoMicros(request.time),
    quoted(actionsOf(request)),
    quoted(plain ? `https://${request.host}:443${request.path}` : '-'),
    '"-"',
    quoted(at),
    quoted(target ? String(request.status) : '-'),
    '"-" "-"',
    `TID_${request.traceId.slice(11)}${request.traceId.slice(2, 10)}`,
  ].join(' ');
}
