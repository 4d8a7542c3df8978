import type { Answer } from '../../answer/answer.ts';
import { type Level, levels } from '../../core/sigma/rule.ts';
import type { AddedAlert, MessageAlert, StoryMessage } from '../../destinations/destination.ts';
import { severity } from '../../state/alerts.ts';
import { nsOf } from '../../state/ns.ts';
import type { DeliveryContent } from '../../state/outbox/deliveries.ts';
import { deliveryKey } from '../../state/outbox/delivery-key.ts';
import type { AlertsTable, DeliveriesTable } from '../../state/tables.ts';
import { linksOf } from './links.ts';

export interface MessageParts {
  readonly delivery: DeliveriesTable;
  /** At least one alert, the worst first. */
  readonly content: DeliveryContent;
  readonly answer: Answer | null;
  readonly baseUrl: string | null;
}

/** What a destination is told, from what the outbox has and what the alert says. */
export function storyMessage({ delivery, content, answer, baseUrl }: MessageParts): StoryMessage {
  const { destination, number } = delivery;
  const [{ alert }] = content.alerts;
  const story = alert.story ?? alert.id;
  return {
    kind: content.kind,
    story,
    thread: deliveryKey(destination, delivery.story ?? story, 1),
    number,
    alert: messageAlert(alert),
    answer,
    added: {
      matches: content.alerts.reduce((sum, { matches }) => sum + matches, 0),
      alerts: content.alerts.map(({ alert, matches }): AddedAlert => ({ ...messageAlert(alert), matches })),
    },
    links: linksOf(alert, baseUrl),
  };
}

function messageAlert(row: AlertsTable): MessageAlert {
  return {
    id: row.id,
    number: row.number,
    level: knownLevel(row.level),
    title: row.rule_title,
    rule: row.rule,
    entity: { kind: row.entity_kind, value: row.entity_value },
    first: nsOf(row.first),
    last: nsOf(row.last),
    count: row.count,
  };
}

/** Routing counts a level that Sigma does not have as the highest; so do messages. */
function knownLevel(level: string): Level {
  return levels[severity(level)] ?? 'critical';
}
