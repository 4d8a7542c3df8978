import { region } from '../world/accounts.ts';
import type { Host } from '../world/hosts.ts';
import type { Flow } from './flow.ts';

/**
 * The custom format of the production network, fields up to version 5.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const customHeader =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status ' +
  'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id pkt-src-aws-service ' +
  'pkt-dst-aws-service flow-direction traffic-path';

/** The default format, version 2. */
export const defaultHeader =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

const whole = (time: number) => Math.floor(time / 1000);

function defaultFields(version: number, flow: Flow): string {
  const { host } = flow;
  const ends = `${flow.source} ${flow.destination} ${flow.sourcePort} ${flow.destinationPort} ${flow.protocol}`;
  const end = whole(flow.time);
  return `${version} ${host.account.id} ${host.interfaceId} ${ends} ${flow.packets} ${flow.bytes} ${end - flow.seconds} ${end} ${flow.action} OK`;
}

export const defaultFlowLine = (flow: Flow): string => defaultFields(2, flow);

/** Ways out of a VPC: 1 within it, 7 a gateway endpoint, 8 an internet gateway. */
function trafficPath(flow: Flow): string {
  if (flow.direction === 'ingress') return '-';
  if (flow.service) return '7';
  return flow.destination.startsWith('10.') ? '1' : '8';
}

const instanceOf = (host: Host) => (host.publicAddress && host.name.startsWith('node') ? '-' : host.instanceId);

export function customFlowLine(flow: Flow): string {
  const { host, service = '-' } = flow;
  const family = flow.source.includes(':') ? 'IPv6' : 'IPv4';
  const services = flow.direction === 'egress' ? `- ${service}` : `${service} -`;
  return `${defaultFields(5, flow)} ${host.account.vpcId} ${host.subnetId} ${instanceOf(host)} ${flow.flags} ${family} ${flow.source} ${flow.destination} ${region} ${host.zoneId} ${services} ${flow.direction} ${trafficPath(flow)}`;
}

/** An interface without traffic in the interval. */
export function noDataLine(host: Host, time: number): string {
  const end = whole(time);
  const head = `5 ${host.account.id} ${host.interfaceId} - - - - - - - ${end - 600} ${end} - NODATA`;
  return `${head} ${host.account.vpcId} ${host.subnetId} ${host.instanceId} - - - - ${region} ${host.zoneId} - - - -`;
}
