/** Text objects of Block Kit: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack makes no links, mentions or channels of words by itself. */
  readonly verbatim: true;
}

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] }
  | { readonly type: 'actions'; readonly elements: readonly LinkButton[] };

export interface LinkButton {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly url: string;
}

export function mrkdwn(text: string, most: number): Mrkdwn {
  return { type: 'mrkdwn', text: cutTo(text, most), verbatim: true };
}

export function plain(text: string, most: number): PlainText {
  return { type: 'plain_text', text: cutTo(text, most), emoji: false };
}

/** Cut to so many UTF-16 units, not through an entity, a mark or a pair. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  return `${head.replace(/(?:&[a-z]{0,4}|⟦[^⟧]{0,24}|[\ud800-\udbff])$/, '')}…`;
}
