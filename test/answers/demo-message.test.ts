import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateDemo } from '../../demo/generate-demo.ts';
import type { Answer } from '../../src/answer/answer.ts';
import { answerAlert } from '../../src/answer/answer-alert.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Level } from '../../src/core/sigma/rule.ts';
import { parseTime } from '../../src/core/time/rfc3339.ts';
import type { StoryMessage } from '../../src/destinations/destination.ts';
import { renderMail } from '../../src/destinations/email/render-mail.ts';
import { renderSlack } from '../../src/destinations/slack/render-slack.ts';
import { loadLocations } from '../../src/pipeline/load-locations.ts';
import { type OpenData, openData } from '../../src/pipeline/open-data.ts';
import { openLocations } from '../../src/pipeline/open-locations.ts';
import { type Alert, listAlerts } from '../../src/state/alerts.ts';
import { fileEtags } from '../../src/state/file-etags.ts';

const end = '2026-03-19T14:23:45Z';

let folder: string;
let data: OpenData;
let alerts: readonly Alert[];
let story: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kushi-answers-'));
  await generateDemo({ out: folder, seed: '1', end: new Date(end), scale: 0.1 });
  const config = loadConfig({ env: { KUSHI_DATA: join(folder, 'data') }, cwd: folder });
  const writing = await openData(config, { write: true });
  const locations = await openLocations([join(folder, 'logs')], config, { files: fileEtags(writing.db) });
  const { signal } = new AbortController();
  await loadLocations(locations, { config, data: writing, reload: false, signal, onProgress: () => {} });
  await writing.close();
  data = await openData(config, { write: false });
  alerts = await listAlerts(data.db);
  story = await readFile(join(folder, 'story.md'), 'utf8');
});
afterAll(async () => {
  await data.close();
  await rm(folder, { recursive: true });
});

async function ask(title: RegExp): Promise<{ alert: Alert; answer: Answer }> {
  const alert = alerts.find(({ rule }) => title.test(rule.title));
  if (alert === undefined) throw new Error(`${title} made no alert`);
  const rules = new Map(data.content.rules.rules.map(({ rule }) => [rule.id ?? '', rule]));
  const answer = await answerAlert(data, data.db, { alert: alert.id, now: parseTime(end) ?? 0n, rules });
  if (answer === null) throw new Error('no answer');
  return { alert, answer };
}

function messageOf({ alert, answer }: { alert: Alert; answer: Answer }): StoryMessage {
  const told = {
    ...alert,
    number: Number(alert.number.slice(2)),
    level: alert.level as Level,
    title: alert.rule.title,
    rule: alert.rule.id,
  };
  const added = { matches: alert.count, alerts: [{ ...told, matches: alert.count }] };
  return { kind: 'first', story: alert.id, thread: 'k', number: 1, alert: told, answer, added, links: null };
}

/** Slack's and the mail's text in one. */
function textsOf(message: StoryMessage, language: 'en' | 'ja'): { slack: string; mail: string } {
  const context = { key: 'k', voice: { language, zone: 'Asia/Tokyo' } } as const;
  const slack = renderSlack(message, context);
  const mail = renderMail(message, { ...context, destination: 'on-call', level: 'medium' });
  return { slack: JSON.stringify(slack?.blocks), mail: mail?.text ?? '' };
}

describe.each([
  ['the stolen credentials', /Credentials of an instance/],
  ['the stopped trail', /CloudTrail logging stopped/],
])('the message about %s', (_, title) => {
  let found: { alert: Alert; answer: Answer };
  beforeAll(async () => {
    found = await ask(title);
  });

  test('says that they did more, and names the steps of the story', () => {
    const { answer } = found;
    expect(answer.more).toBe('yes');
    const told = answer.steps.shown.map(({ sentence }) => sentence).join('\n');
    for (const step of [
      'AssumeRole → ',
      'CreateUser → ',
      'AttachUserPolicy → AdministratorAccess',
      'CreateAccessKey → ',
      'GetObject → ',
      'StopLogging → ',
    ])
      expect(told).toContain(step);
    const [, user] = /user (\S+) gets AdministratorAccess/.exec(story) ?? [];
    const [, objects, bucket] = /(\d+) objects of (\S+) are read/.exec(story) ?? [];
    for (const language of ['en', 'ja'] as const)
      for (const text of Object.values(textsOf(messageOf(found), language))) {
        for (const action of ['AssumeRole → ', 'CreateUser', 'AttachUserPolicy', 'CreateAccessKey', 'StopLogging'])
          expect(text).toContain(action);
        expect(text).toContain(user);
        expect(text).toContain(`GetObject → ${bucket} ×${objects}`);
      }
  });

  test.each([
    [
      'en',
      /Did they do more\? YES\./,
      /Cannot see:\* aws\.cloudtrail of \d{12} after (?:\d\d-\d\d )?\d\d:\d\d, stopped by \S+;/,
      /was stopped by \S+ with StopLogging at 2026-03-\d\d/,
    ],
    [
      'ja',
      /他に何かしたか：はい。/,
      /未確認:\* (?:\d\d-\d\d )?\d\d:\d\d以降の\d{12}のaws\.cloudtrail（\S+が停止）/,
      /がStopLoggingで停止しました/,
    ],
  ] as const)('tells in %s that the trail was stopped, beside the answer', (language, answered, inSlack, inMail) => {
    const { slack, mail } = textsOf(messageOf(found), language);
    for (const text of [slack, mail]) expect(text).toMatch(answered);
    expect(slack).toMatch(inSlack);
    expect(mail).toMatch(inMail);
  });

  test('tells the whole chain, from the instance to the new user, over three accounts', () => {
    const { chain } = found.answer;
    expect(chain[0].kind).toBe('instance');
    expect(chain.at(-1)?.short).toBe(/user (\S+) gets/.exec(story)?.[1]);
    expect(new Set(chain.flatMap(({ account }) => account ?? [])).size).toBe(3);
  });

  test('offers to start the trail, take the key and end the sessions, and which rule it was', () => {
    const commands = found.answer.next.commands.map(({ kind }) => kind);
    expect(commands).toEqual(
      expect.arrayContaining(['look-further', 'start-trail', 'deactivate-key', 'deny-older-sessions']),
    );
    expect(found.answer.rule.text?.response).not.toBe('');
  });
});

test('an address that nobody has a name for has an answer too', async () => {
  const { answer } = await ask(/secret file|scanner|SQL injection|exploit|attack and let through|Log4/i);
  expect(answer.who).toMatchObject({ kind: 'address', acts: false });
  expect(answer.matches.total).toBeGreaterThan(0);
  expect(answer.more).toBe('yes');
  const { slack } = textsOf(messageOf({ alert: alerts[0], answer }), 'ja');
  expect(slack).toContain('アクセス元');
});
