import type { Call } from './cloudtrail-record.ts';
import { hostOf, regionOf } from './everyday-call.ts';
import type { Identity } from './identity.ts';

/** Credentials in someone's hands, and where they are used. */
export interface Holder {
  readonly identity: Identity;
  readonly address: string;
  readonly agent: string;
}

/** What a call is about; `source` is the service without its domain. The rest has the values of a plain API call. */
export type CallShape = Pick<Call, 'source' | 'name'> & {
  readonly request?: object;
  readonly response?: object;
} & Partial<Omit<Call, 'request' | 'response'>>;

/** A call written out, where an everyday one would be drawn. */
export function explicitCall(holder: Holder, time: number, shape: CallShape): Call {
  const { source, request, response, ...rest } = shape;
  const host = `${source}.amazonaws.com`;
  return {
    account: holder.identity.accountId,
    region: regionOf(host),
    identity: holder.identity.json,
    address: holder.address,
    agent: holder.agent,
    readOnly: /^(Get|List|Describe)/.test(shape.name),
    tlsHost: hostOf(host),
    ...rest,
    time,
    source: host,
    request: request ? JSON.stringify(request) : null,
    response: response ? JSON.stringify(response) : null,
  };
}
