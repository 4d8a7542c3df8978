import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../answer/answer.ts';
import { hostileAnswer, sampleAnswer } from '../../answer/testing/sample-answer.ts';
import { acting } from '../../core/harmless/hostile-text.fixture.ts';
import type { StoryMessage } from '../destination.ts';
import { exampleMessage } from '../testing/messages.ts';
import type { Block } from './mrkdwn.ts';
import { lengthOf, renderSlack, type SlackMessage } from './render-slack.ts';

const english = { key: 'f'.repeat(32), voice: { language: 'en', zone: 'Asia/Tokyo' } } as const;
const japanese = { key: 'f'.repeat(32), voice: { language: 'ja', zone: 'Asia/Tokyo' } } as const;

function rendered(
  changed: Partial<StoryMessage> = {},
  context: typeof english | typeof japanese = english,
): SlackMessage {
  const message = renderSlack(exampleMessage({ answer: sampleAnswer, ...changed }), context);
  if (message === null) throw new Error('nothing was rendered');
  return message;
}

/** Every text of a block. */
function textsOf(block: Block): string[] {
  if ('elements' in block) return block.elements.map((one) => (one.type === 'button' ? one.text.text : one.text));
  return 'fields' in block ? block.fields.map(({ text }) => text) : [block.text.text];
}

describe('a story', () => {
  test('in English', () => {
    const { text, blocks } = rendered();
    expect(text).toBe('▮▮▮▮ Critical · Stolen credentials used from outside AWS · 111122223333');
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'section',
      'section',
      'context',
      'context',
      'actions',
    ]);
    expect(textsOf(blocks[1])[0].split('\n')).toEqual([
      '*Did they do more? YES.* 37 other actions since 11:14 and 2 in the 24 h before, 9 with something never seen from them before; 8 changed something.',
      'Created: user backup-svc, access key backup-svc',
      'Changed: logging org-trail',
      'Shared: bucket policy backup-db with everybody, 444455556666',
      'Read: object backup-db ×41.2 k',
    ]);
    expect(textsOf(blocks[2])).toContain('*From*\n203.0.113[.]50 NL AS64500 Example Hosting ✦');
    expect(textsOf(blocks[3])[0]).toContain('• 11:31 StopLogging → org-trail ✦ (worked) ▲ A-1043');
    expect(textsOf(blocks[4])).toEqual([
      '*Cannot see:* aws.cloudtrail of 111122223333 after 11:31, stopped by deploy-admin; S3 data events of 111122223333, not collected',
    ]);
    expect(textsOf(blocks[5])).toEqual([`A-1042 · 2026-11-24 11:14:05 JST · ${english.key}`]);
    expect(textsOf(blocks[6])).toEqual(['See the story', 'Take it', 'Alert']);
  });

  test('in Japanese', () => {
    const { text, blocks } = rendered({}, japanese);
    expect(text).toBe('▮▮▮▮ 重大 · 窃取された認証情報のAWS外部からの使用 · 111122223333');
    expect(textsOf(blocks[1])[0]).toMatch(
      /^\*他に何かしたか：はい。\* 11:14以降に他の操作が37件、その前の24時間に2件あります。/,
    );
    expect(textsOf(blocks[2])).toContain('*結果*\n成功3・拒否1');
    expect(textsOf(blocks[4])[0]).toMatch(
      /^\*未確認:\* 11:31以降の111122223333のaws\.cloudtrail（deploy-adminが停止）/,
    );
    expect(textsOf(blocks[6])).toEqual(['全体を見る', '担当する', 'アラート']);
  });

  test('that goes on says how much came, and to which alerts', () => {
    const { text, blocks } = rendered({
      kind: 'again',
      added: { matches: 12, alerts: [{ ...exampleMessage().alert, matches: 12 }] },
    });
    expect(text).toBe('again: +12 · ▮▮▮▮ Critical · Stolen credentials used from outside AWS · 111122223333');
    expect(blocks.flatMap(textsOf)).toContain(
      '*Since the last message*\n• +12 Stolen credentials used from outside AWS (Critical, A-1042)',
    );
  });

  test('without a server has no buttons, and says the command that tells all', () => {
    const { blocks } = rendered({ links: null });
    expect(blocks.map(({ type }) => type)).not.toContain('actions');
    expect(blocks.flatMap(textsOf).join()).toContain('All of it: kushi actor 4f0c1d2e3a4b');
  });

  test('whose links change nothing: each only opens a page', () => {
    const [actions] = rendered().blocks.filter((block) => block.type === 'actions');
    for (const button of actions.elements)
      expect(Object.keys(button).sort()).toEqual(['action_id', 'text', 'type', 'url']);
  });
});

test('no answer and a test are left to the plain form', () => {
  expect(renderSlack(exampleMessage({ answer: null }), english)).toBeNull();
  expect(renderSlack({ kind: 'test' }, english)).toBeNull();
});

test('many steps give way to the length of all', () => {
  const [, step] = sampleAnswer.steps.shown;
  const long = { ...step, sentence: 'x'.repeat(500) };
  const steps: Answer['steps'] = { shown: Array.from({ length: 40 }, () => ({ ...long })), total: 40 };
  const message = rendered({ answer: { ...sampleAnswer, steps } });
  expect(lengthOf(message)).toBeLessThanOrEqual(6000);
  expect(message.blocks.flatMap(textsOf).join()).toMatch(/\d\d more steps/);
});

test('whatever the log says: within the limits, and nothing acts', () => {
  const context = fc.constantFrom(english, japanese);
  const kind = fc.constantFrom('first' as const, 'again' as const);
  fc.assert(
    fc.property(hostileAnswer, context, kind, (answer, context, kind) => {
      const title = answer.rule.title;
      const alert = { ...exampleMessage().alert, title, entity: answer.alert.entity };
      const added = {
        matches: 3,
        alerts: Array<StoryMessage['added']['alerts'][number]>(9).fill({ ...alert, matches: 3 }),
      };
      const message = rendered({ answer, alert, added, kind }, context);
      const [header, ...others] = message.blocks;
      expect(message.blocks.length).toBeLessThanOrEqual(12);
      expect(lengthOf(message)).toBeLessThanOrEqual(6000);
      expect(textsOf(header)[0].length).toBeLessThanOrEqual(150);
      for (const block of others) {
        const texts = textsOf(block);
        if ('fields' in block) expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(200);
        expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(3000);
        for (const text of texts) {
          expect(text).not.toBe('');
          expect(acting(text.replaceAll('\n', ''))).toEqual([]);
          // What is bold are our labels, at the beginning of a line.
          expect(text.replace(/^\*[^*\n]+\*/gm, '')).not.toMatch(/[<>*~`]|&(?!(?:amp|lt|gt);)|(?<![A-Za-z0-9])[@_]/);
          expect(text).not.toMatch(/(?:https?|ftp):\/\/|evil\.example\.com/i);
        }
      }
      expect(message.text).not.toMatch(/[<>*~`]|(?:https?|ftp):\/\//);
    }),
    { numRuns: 150 },
  );
});
