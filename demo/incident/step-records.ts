import type { Call } from '../cloudtrail/cloudtrail-record.ts';
import { type CallShape, explicitCall, type Holder } from '../cloudtrail/explicit-call.ts';
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

/** A call with stolen or made credentials. */
export function attackerCall(step: StepName, holder: Holder, time: number, shape: CallShape): StepCall {
  return { ...explicitCall(holder, time, shape), step };
}
