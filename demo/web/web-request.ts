import type { Client } from '../world/client.ts';
import type { Host, LoadBalancer } from '../world/hosts.ts';

/** What the web ACL made of a request. */
export interface Verdict {
  readonly action: 'ALLOW' | 'BLOCK';
  /** Rule that ended the evaluation; null is the default action. */
  readonly rule: string | null;
  readonly ruleKind: 'REGULAR' | 'RATE_BASED' | 'MANAGED_RULE_GROUP' | 'GROUP';
  /** Rule inside the group, its group, what it saw. */
  readonly matched?: {
    readonly group: string;
    readonly ruleId: string;
    readonly condition: string;
    readonly location: string;
    readonly data: readonly string[];
  };
  /** The rule only counts: it matched, but did not end the evaluation. */
  readonly counted?: boolean;
  readonly labels: readonly string[];
}

/** One HTTP request of a client, as every log that saw it tells of it. */
export interface WebRequest {
  /** Milliseconds with fractions: when the load balancer had the first byte. */
  readonly time: number;
  readonly client: Client;
  readonly port: number;
  readonly agent: string;
  readonly referrer: string | null;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  readonly http2: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly status: number;
  /** Seconds the target took. */
  readonly seconds: number;
  /** `1-<8 hexadecimal>-<24 hexadecimal>`: X-Amzn-Trace-Id, and the request id of the web ACL. */
  readonly traceId: string;
  readonly balancer: LoadBalancer;
  readonly node: Host;
  /** Null when the load balancer answered itself. */
  readonly target: Host | null;
  readonly verdict: Verdict;
  readonly step?: string;
}

/** Requests on port 80 are the ones the load balancer sends on to HTTPS. */
export const isPlain = (request: WebRequest): boolean => request.verdict.action === 'ALLOW' && request.target === null;
