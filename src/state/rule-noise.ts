import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** What a rule brought since a time. */
export interface RuleNoise {
  readonly alerts: number;
  readonly events: number;
  /** Alerts by verdict; those without one are not among them. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly suppressed: number;
  /** Its newest match, nanoseconds. */
  readonly last: bigint;
}

/** By rule; rules that brought nothing are not among them. */
export async function ruleNoise(db: StateDb, since: bigint): Promise<Map<string, RuleNoise>> {
  const rows = await db
    .selectFrom('alerts')
    .select(({ fn, eb }) => [
      'rule',
      'verdict',
      fn.countAll<number>().as('alerts'),
      fn.sum<number>('count').as('events'),
      fn.sum<number>(eb.case().when('suppression', 'is', null).then(0).else(1).end()).as('suppressed'),
      fn.max<string>('last').as('last'),
    ])
    .where('count', '>', 0)
    .where('last', '>=', nsText(since > 0n ? since : 0n))
    .groupBy(['rule', 'verdict'])
    .execute();
  const noise = new Map<string, RuleNoise>();
  for (const { rule, verdict, alerts, events, suppressed, last } of rows) {
    const known = noise.get(rule) ?? { alerts: 0, events: 0, verdicts: {}, suppressed: 0, last: 0n };
    noise.set(rule, {
      alerts: known.alerts + Number(alerts),
      events: known.events + Number(events),
      verdicts: verdict === null ? known.verdicts : { ...known.verdicts, [verdict]: Number(alerts) },
      suppressed: known.suppressed + Number(suppressed),
      last: nsOf(last) > known.last ? nsOf(last) : known.last,
    });
  }
  return noise;
}
