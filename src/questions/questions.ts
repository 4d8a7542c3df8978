import { actorTimeline } from './actor-timeline.ts';
import { alertAnswer } from './alert-answer.ts';
import { alertEvents } from './alert-events.ts';
import { aroundEvent } from './around-event.ts';
import { completeFields } from './complete-fields.ts';
import { completeValues } from './complete-values.ts';
import { countEvents } from './count-events.ts';
import { entityCard } from './entity-card.ts';
import { explainRule } from './explain-rule.ts';
import { exportEvents } from './export-events.ts';
import { fieldValues } from './field-values.ts';
import { findEvent } from './find-event.ts';
import { histogram } from './histogram.ts';
import { listFields } from './list-fields.ts';
import { listRejects, rawReject } from './list-rejects.ts';
import { listRules } from './list-rules.ts';
import { listSources } from './list-sources.ts';
import { objectsListed } from './objects-listed.ts';
import { openEvent } from './open-event.ts';
import { openRule } from './open-rule.ts';
import { overview } from './overview.ts';
import type { QuestionContext } from './question.ts';
import { rawRecord } from './raw-record.ts';
import { listRejectCauses } from './reject-causes.ts';
import { searchEvents } from './search-events.ts';
import { storageSummary } from './storage-summary.ts';
import { storyGivers } from './story-givers.ts';
import { whyNotHere } from './why-not-here.ts';

/** Every question by name. */
export const questions = {
  'actor.timeline': actorTimeline,
  'entity.card': entityCard,
  'alert.answer': alertAnswer,
  'alert.events': alertEvents,
  'search.events': searchEvents,
  'search.count': countEvents,
  'search.export': exportEvents,
  'search.histogram': histogram,
  'search.fields': listFields,
  'search.fieldValues': fieldValues,
  'search.completeFields': completeFields,
  'search.completeValues': completeValues,
  'event.find': findEvent,
  'event.open': openEvent,
  'event.raw': rawRecord,
  'event.around': aroundEvent,
  'rule.explain': explainRule,
  'rules.list': listRules,
  'rules.one': openRule,
  'sources.list': listSources,
  'sources.objects': objectsListed,
  'sources.why': whyNotHere,
  'rejects.causes': listRejectCauses,
  'rejects.list': listRejects,
  'rejects.raw': rawReject,
  overview,
  'storage.summary': storageSummary,
  'stories.givers': storyGivers,
};

/** Those that read an index, the state or a few rows. The others search, and only so many do so at once. */
export const light: ReadonlySet<QuestionName> = new Set<QuestionName>([
  'entity.card',
  'alert.events',
  'search.completeFields',
  'search.completeValues',
  'event.open',
  'event.raw',
  'rule.explain',
  'rules.list',
  'rules.one',
  'sources.objects',
  'rejects.raw',
  'storage.summary',
]);

export type Questions = typeof questions;
export type QuestionName = keyof Questions;
export type InputOf<N extends QuestionName> = Parameters<Questions[N]>[0];
export type AnswerOf<N extends QuestionName> = Awaited<ReturnType<Questions[N]>>;
export type PartOf<N extends QuestionName> =
  Parameters<Questions[N]>[1] extends QuestionContext<infer Part> ? Part : never;

export interface AskOptions<Part = unknown> {
  readonly signal?: AbortSignal | undefined;
  /** The next parts come when the promise settles. */
  readonly onPart?: ((part: Part) => void | Promise<void>) | undefined;
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
  /** The thread that answered before and may still remember what it looked at; another does when that one is gone. */
  readonly thread?: number | undefined;
}

/**
 * Asks a question. Fails with the question's KushiError; INTERRUPTED when the signal aborts; OVERLOADED when too many
 * questions wait.
 */
export type Ask = <N extends QuestionName>(
  name: N,
  input: InputOf<N>,
  options?: AskOptions<PartOf<N>>,
) => Promise<AnswerOf<N>>;
