import { message } from '../core/words/say.ts';
import type { Source } from '../timeline/cannot-see/coverage.ts';
import { type Gap, noPlace } from '../timeline/cannot-see/gap.ts';
import type { Coverage, More } from './answer.ts';
import type { Facts } from './facts.ts';

/** Gaps of the timeline, and those that its own limits make; worst first. */
export function gapsOf({ found, alert }: Facts, sources: readonly Source[]): readonly Gap[] {
  const { weak, busyAddresses, cut, exact } = found.found;
  const late = sources.filter(({ completeTo }) => completeTo < alert.last).map(lateGap);
  const known = [...found.gaps, ...late.filter((gap) => !found.gaps.some((other) => covers(other, gap)))];
  return [
    ...known.filter((gap) => !known.some((other) => other !== gap && isWorse(other, gap))),
    ...(cut
      ? [
          {
            ...noPlace,
            kind: 'too-many' as const,
            message: message('gap.too-many', { events: exact.length }),
            evidence: { events: exact.length },
          },
        ]
      : []),
    ...(weak.length === 0
      ? []
      : [
          {
            ...noPlace,
            kind: 'same-address' as const,
            message: message('gap.same-address', { events: weak.length }),
            evidence: { events: weak.length },
          },
        ]),
    ...busyAddresses.map(({ address, events }) => ({
      ...noPlace,
      kind: 'busy-address' as const,
      message: message('gap.busy-address', { address, events }),
      evidence: { address, events },
    })),
  ];
}

function lateGap({ dataset, account, completeTo }: Source): Gap {
  return {
    ...noPlace,
    kind: 'source-late',
    message:
      account === null
        ? message('gap.dataset-late', { dataset, since: completeTo })
        : message('gap.source-late', { dataset, account, since: completeTo }),
    dataset,
    account,
    since: completeTo,
    evidence: {},
  };
}

/** Kinds that say why nothing comes, so that its silence needs no saying. */
const reasons: ReadonlySet<string> = new Set(['logging-stopped']);

function covers(gap: Gap, { dataset, account }: Gap): boolean {
  return gap.dataset === dataset && gap.account === account && gap.kind !== 'rejects' && gap.kind !== 'expired';
}

function isWorse(gap: Gap, other: Gap): boolean {
  return other.kind === 'source-silent' && reasons.has(gap.kind) && covers(gap, other) && gap.until === null;
}

/** Log types that tell of what others did, and hide nothing by their absence. */
const sensors: ReadonlySet<string> = new Set(['aws.guardduty']);

/** Whether something that the actor did in the range may not show because of the gap. */
export function mayHide({ kind, dataset }: Gap): boolean {
  if (kind === 'expired') return false;
  return !(kind === 'never-collected' && sensors.has(dataset ?? ''));
}

/** `no` only when nothing that is known of could hide anything. */
export function moreOf(others: number, gaps: readonly Gap[], { completeTo }: Coverage): More {
  if (others > 0) return 'yes';
  return completeTo === null || gaps.some(mayHide) ? 'unsure' : 'no';
}
