import type { FieldValue } from '../engine.ts';
import { sampleDay } from './arbitrary-event.ts';
import type { SampleEvent } from './batch-of.ts';

const second = 1_000_000_000n;
const dayNs = 86_400n * second;

/** An event of the sample day, as many seconds into it as its offset says. */
export function sampleEvent(offset: number, fields: Readonly<Record<string, FieldValue>>, raw = '{}'): SampleEvent {
  return { offset, time: sampleDay + BigInt(offset) * second, fields, raw };
}

/** What questions are asked of: event 1 lacks every field, event 2 has empty texts. */
export const questionEvents: readonly SampleEvent[] = [
  sampleEvent(1, {}),
  sampleEvent(2, { 'user.name': '', 'user.roles': [''] }, '{"a":null}'),
  sampleEvent(
    3,
    { 'user.name': 'Alice', 'user.target.name': 'aLICE', 'user.roles': ['admin', 'dev'] },
    '{"a":"x","b":{"c":[1,"Dev"]}}',
  ),
  sampleEvent(4, { 'user.name': 'ΣΑΣ', 'event.action': '100%_\\done' }, '{"a":1.0}'),
  sampleEvent(
    5,
    { 'source.ip': '192.0.2.7', 'destination.ip': '192.0.2.7', 'related.ip': ['198.51.100.1', '2001:db8::1'] },
    '{"a":true}',
  ),
  sampleEvent(6, { 'source.ip': '2001:db8::1', 'source.port': 443n, 'destination.port': 443n }, '{"a":"\\u0058y"}'),
  sampleEvent(7, { 'source.port': 9007199254740993n, 'event.risk_score': 21.5 }, 'denied "quoted"'),
  sampleEvent(8, { 'event.start': sampleDay + dayNs - 1n, 'tls.established': true, 'event.id': 'vendor-1' }),
  sampleEvent(9, { 'event.start': sampleDay + dayNs, 'tls.established': false, 'user.name': 'ログイン失敗😀' }),
];
