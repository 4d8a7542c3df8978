import type { AddedAlert, StoryMessage } from '../destination.ts';

const time = 1_795_486_445_000_000_000n;

const alert = {
  id: '4f0c1d2e3a4b',
  number: 1042,
  level: 'critical',
  title: 'Stolen credentials used from outside AWS',
  rule: '0b3f7a52-55f0-4bd4-a1fe-f5ae3f2c1a11',
  entity: { kind: 'user.name', value: 'app-web-role' },
  first: time,
  last: time + 60_000_000_000n,
  count: 37,
} as const;

/** A message as the notifier makes one. */
export function exampleMessage(changed: Partial<StoryMessage> = {}): StoryMessage {
  const added: AddedAlert = { ...alert, matches: 37 };
  return {
    kind: 'first',
    story: alert.id,
    thread: 'f'.repeat(32),
    number: 1,
    alert,
    answer: null,
    added: { matches: 37, alerts: [added] },
    links: {
      alert: 'https://kushi.example.com/alerts/A-1042',
      story: 'https://kushi.example.com/actor/user.name%3Aapp-web-role?around=A-1042',
      take: 'https://kushi.example.com/alerts/A-1042?focus=take',
    },
    ...changed,
  };
}

/** A message whose texts try everything at once. */
export function hostileMessage(): StoryMessage {
  const title = `<!channel> @here *x* \u001b[31m\u202e ]]> <script>alert(1)</script>\r\nBcc: all@example.com\r\n${'A'.repeat(1 << 20)}`;
  const hostile = { ...alert, title, entity: { kind: 'user.name', value: `\ud800${title}` } };
  return exampleMessage({ alert: hostile, added: { matches: 1, alerts: [{ ...hostile, matches: 1 }] } });
}
