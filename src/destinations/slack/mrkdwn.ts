import { cutShown } from '../../core/harmless/cut-shown.ts';

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
  return { type: 'mrkdwn', text: cutShown(text, most), verbatim: true };
}

export function plain(text: string, most: number): PlainText {
  return { type: 'plain_text', text: cutShown(text, most), emoji: false };
}
