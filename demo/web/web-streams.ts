import { type LogStream, lineStream } from '../objects/log-stream.ts';
import { alphanumericText, hex } from '../random/identifiers.ts';
import { day, dayPath, minutePath, packedDay, packedMinute } from '../time/stamp.ts';
import { region } from '../world/accounts.ts';
import type { Host, LoadBalancer } from '../world/hosts.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html */
export function wafStream({ account, webAcl }: LoadBalancer, window: number): LogStream {
  const acl = webAcl!.name;
  return lineStream({
    name: `waf ${acl}`,
    dataset: 'aws.waf',
    bucket: 'aws-waf-logs-example-parcels',
    window,
    key: (delivered, random) =>
      `AWSLogs/${account.id}/WAFLogs/${region}/${acl}/${dayPath(delivered)}/${minutePath(delivered)}/${account.id}_waflogs_${region}_${acl}_${packedMinute(delivered)}_${hex(random, 8)}.log.gz`,
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-file-format */
export function albStream({ account, name, id, nodes }: LoadBalancer, window: number): LogStream {
  return lineStream({
    name: `alb ${name}`,
    dataset: 'aws.alb',
    bucket: 'example-parcels-alb-logs',
    window,
    key: (delivered, random) =>
      `AWSLogs/${account.id}/elasticloadbalancing/${region}/${dayPath(delivered)}/${account.id}_elasticloadbalancing_${region}_app.${name}.${id}_${packedMinute(delivered)}_${random.pick(nodes).publicAddress}_${alphanumericText(random, 8).toLowerCase()}.log.gz`,
  });
}

/** Rotated at midnight, named by the day it holds. */
export function nginxStream(host: Host): LogStream {
  return lineStream({
    name: `nginx ${host.name}`,
    dataset: 'nginx.access',
    bucket: 'example-parcels-server-logs',
    window: day,
    key: (delivered) => `nginx/${host.name}/access.log-${packedDay(delivered - 1)}.gz`,
  });
}
