import type { Host } from '../world/hosts.ts';

/** Packets of one 5-tuple in one direction over an interval, as an interface counted them. */
export interface Flow {
  /** End of the interval, milliseconds; flow logs have whole seconds. */
  readonly time: number;
  readonly seconds: number;
  /** The interface that saw it. */
  readonly host: Host;
  readonly direction: 'ingress' | 'egress';
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly action: 'ACCEPT' | 'REJECT';
  /** Bit mask of the TCP flags seen: FIN 1, SYN 2, RST 4, SYN-ACK 18. */
  readonly flags: number;
  /** AWS service the other side is, such as S3. */
  readonly service?: string;
  readonly step?: string;
}

/** How a packet that comes back looks: ends swapped, other counts. */
export function answerOf(flow: Flow, packets: number, bytes: number): Flow {
  return {
    ...flow,
    direction: flow.direction === 'ingress' ? 'egress' : 'ingress',
    source: flow.destination,
    sourcePort: flow.destinationPort,
    destination: flow.source,
    destinationPort: flow.sourcePort,
    packets,
    bytes,
    flags: flow.flags === 2 ? 18 : flow.flags === 3 ? 19 : flow.flags,
  };
}
