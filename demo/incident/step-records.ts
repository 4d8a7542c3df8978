import type { Call } from '../cloudtrail/cloudtrail-record.ts';
import { hostOf, regionOf } from '../cloudtrail/everyday-call.ts';
import type { Identity } from '../cloudtrail/identity.ts';
import type { Finding } from '../guardduty/finding.ts';
import type { Flow } from '../vpcflow/flow.ts';
import type { WebRequest } from '../web/web-request.ts';

export const stepNames = [
  'probing',
  'exploit',
  'stolen-credentials',
  'discovery',
  'role-chain',
  'backdoor-user',
  'bucket-read',
  'logging-stopped',
] as const;

export type StepName = (typeof stepNames)[number];

export type StepCall = Call & { readonly step: string };

/** Everything a step leaves in logs. */
export interface StepRecords {
  readonly requests: readonly WebRequest[];
  readonly flows: readonly Flow[];
  readonly calls: readonly StepCall[];
  readonly findings: readonly Finding[];
}

export const noRecords: StepRecords = { requests: [], flows: [], calls: [], findings: [] };

/** Credentials in the attacker's hands, and where they are used. */
export interface Holder {
  readonly identity: Identity;
  readonly address: string;
  readonly agent: string;
}

type Shape = Pick<Call, 'source' | 'name'> & {
  readonly request?: object;
  readonly response?: object;
  readonly account?: string;
} & Partial<Omit<Call, 'request' | 'response' | 'account'>>;

/** A call with stolen or made credentials. `source` is the service without its domain. */
export function attackerCall(step: StepName, holder: Holder, time: number, shape: Shape): StepCall {
  const { source, request, response, ...rest } = shape;
  const host = `${source}.amazonaws.com`;
  return {
    step,
    time,
    account: holder.identity.accountId,
    region: regionOf(host),
    identity: holder.identity.json,
    address: holder.address,
    agent: holder.agent,
    readOnly: /^(Get|List|Describe)/.test(shape.name),
    tlsHost: hostOf(host),
    ...rest,
    source: host,
    request: request ? JSON.stringify(request) : null,
    response: response ? JSON.stringify(response) : null,
  };
}
