import type { Links } from '../../destinations/destination.ts';
import type { AlertsTable } from '../../state/tables.ts';

/** An entity that is longer is looked at from the alert's page: mail programs and chats cut long links. */
const longestEntity = 300;

/** The pages of an alert. `take` focuses the button and does no more: mail scanners and previews follow links. */
export function linksOf(
  { number, entity_kind, entity_value }: Pick<AlertsTable, 'number' | 'entity_kind' | 'entity_value'>,
  baseUrl: string | null,
): Links | null {
  if (baseUrl === null) return null;
  const base = baseUrl.replace(/\/+$/, '');
  const alert = `${base}/alerts/A-${number}`;
  const actor = encodeURIComponent(`${entity_kind}:${entity_value.replace(/\p{Cs}/gu, '\ufffd')}`);
  const story = actor.length > longestEntity ? alert : `${base}/actor/${actor}?around=A-${number}`;
  return { alert, story, take: `${alert}?focus=take` };
}
