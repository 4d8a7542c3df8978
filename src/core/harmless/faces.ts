import { defang } from './defang.ts';
import { harmless, type Room } from './harmless.ts';

/** Log text in the plain part of a mail: harmless, and nothing in it becomes a link. */
export function forMail(text: string, room?: Room): string {
  return fitted(text, room, defang);
}

/** The same in HTML, for text between tags and for quoted attributes. */
export function forHtml(text: string, room?: Room): string {
  return escapeHtml(forMail(text, room));
}

/** Plain text of our own, in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => htmlEntities[character]);
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Log text in Slack's mrkdwn (https://docs.slack.dev/messaging/formatting-message-text): harmless, defanged, `& < >`
 * escaped as Slack wants it, and what would format, mention or become an emoji replaced by a look-alike that does not.
 * `most` counts before `& < >` grow.
 */
export function forSlack(text: string, room?: Room): string {
  return escapeSlack(fitted(text, room, (shown) => defuse(defang(shown))));
}

/** Plain text of our own, in mrkdwn. */
export function escapeSlack(text: string): string {
  return text.replace(/[&<>]/g, (character) => htmlEntities[character]);
}

/** Text for Slack's plain_text objects, which format nothing but may still make links and mentions. */
export function forSlackPlain(text: string, room?: Room): string {
  return fitted(text, room, (shown) => defuse(defang(shown)));
}

const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ' };

function defuse(text: string): string {
  return (
    text
      .replace(/[*~`]/g, (character) => lookAlikes[character])
      // `_` formats at the edge of a word only, and stands inside of many names.
      .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '＿')
      // In `niall@example.com` it mentions nobody.
      .replace(/(?<![A-Za-z0-9])@/g, '＠')
      .replace(/:(?=[\p{L}\p{N}_+'-]{1,100}:)/gu, '∶')
  );
}

/** Defanging and defusing make text longer: what then does not fit is cut before. */
function fitted(text: string, room: Room | undefined, change: (shown: string) => string): string {
  if (room === undefined) return change(harmless(text));
  for (let most = room.most; most > 0; most = Math.floor(most * 0.8)) {
    const shown = change(harmless(text, { ...room, most }));
    if (shown.length <= room.most) return shown;
  }
  return '';
}
