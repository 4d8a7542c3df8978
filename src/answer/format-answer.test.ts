import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless } from '../core/harmless/harmless.ts';
import { acting } from '../core/harmless/hostile-text.fixture.ts';
import type { Voice } from '../core/words/say.ts';
import type { Answer } from './answer.ts';
import { formatAnswer } from './format-answer.ts';
import { gapsLine } from './tell/tell-gaps.ts';
import { answerHead, answerText } from './tell/tell-head.ts';
import { hostileAnswer, sampleAnswer } from './testing/sample-answer.ts';

const voices = (['en', 'ja'] as const).map(
  (language): Voice => ({ language, zone: 'Asia/Tokyo', show: (text) => harmless(text, { most: 100 }), near: null }),
);
const [english, japanese] = voices;

describe('the answer line', () => {
  const quiet: Answer['around'] = {
    ...sampleAnswer.around,
    else: { before: sampleAnswer.around.hour.before, after: sampleAnswer.around.hour.before },
  };
  test.each<[string, Partial<Answer>, string, string]>([
    [
      'yes',
      {},
      'Did they do more? YES. 37 other actions since 11:14 and 2 in the 24 h before, 9 with',
      '他に何かしたか：はい。 11:14以降に他の操作が37件、その前の24時間に2件あります。うち9件に初出の内容があり、',
    ],
    [
      'yes, before it',
      { around: { ...sampleAnswer.around, else: { ...quiet.else, before: sampleAnswer.around.day.before } } },
      'Did they do more? YES. 2 other actions in the 24 h before 11:14',
      '他に何かしたか：はい。 11:14より前の24時間に他の操作が2件',
    ],
    [
      'yes, too young',
      {
        news: { ...sampleAnswer.news, status: 'too-young', days: 2 },
        around: { ...sampleAnswer.around, elseNew: { before: null, after: null } },
      },
      'Did they do more? YES. 37 other actions since 11:14 and 2 in the 24 h before; 8 changed something. Their history of 2 days is too young to compare.',
      '他に何かしたか：はい。 11:14以降に他の操作が37件、その前の24時間に2件あり、うち8件は変更操作です。 履歴が2日分しかなく',
    ],
    [
      'no, with what was looked at',
      { more: 'no', around: quiet, gaps: [] },
      'Did they do more? NO. No other action in 24 h from any linked identity; looked at 1 source that would show one, complete to 11:59.',
      '他に何かしたか：いいえ。 関連する実行者・認証情報のいずれにも24時間以内の他の操作はありません。確認に必要な1の取込元は11:59まで漏れなしです。',
    ],
    [
      'unsure, with what is missing',
      { more: 'unsure', around: quiet },
      'Did they do more? NOT SEEN, NOT SURE. Nothing else was seen, but not everything could be: aws.cloudtrail of 111122223333 after 11:31, stopped by deploy-admin; S3 data events',
      '他に何かしたか：見つかっていませんが、断定できません。 他の操作は見つかりませんが、次を確認できないため断定できません：11:31以降の111122223333のaws.cloudtrail（deploy-adminが停止）、111122223333のS3データイベント（未収集）。',
    ],
  ])('%s', (_, parts, en, ja) => {
    const answer = { ...sampleAnswer, ...parts };
    const said = (voice: Voice) => {
      const near = { ...voice, near: answer.alert.first };
      return `${answerHead(answer, near)} ${answerText(answer, near)}`;
    };
    expect(said(english).slice(0, en.length)).toBe(en);
    expect(said(japanese).slice(0, ja.length)).toBe(ja);
  });

  test.each([[[]], [Array<Answer['gaps'][number]>(9).fill(sampleAnswer.gaps[0])]])(
    'unsure without gaps, or with too many to name, says where they stand',
    (gaps) => {
      expect(answerText({ ...sampleAnswer, more: 'unsure', gaps }, english)).toBe(
        'Nothing else was seen, but not everything could be; what is missing stands under "Cannot see".',
      );
    },
  );

  test('numbers of an answer that was cut are at least so high', () => {
    const answer = { ...sampleAnswer, around: { ...sampleAnswer.around, cut: true } };
    expect(answerText(answer, english)).toMatch(/Not all actions could be read; the numbers are at least so high\.$/);
  });

  test('"nothing else" never stands alone', () => {
    for (const voice of voices)
      for (const more of ['no', 'unsure'] as const)
        for (const gaps of [[], sampleAnswer.gaps, Array<Answer['gaps'][number]>(9).fill(sampleAnswer.gaps[0])]) {
          const text = answerText({ ...sampleAnswer, more, gaps }, voice);
          expect(text).toMatch(/complete to|could be|漏れなし|断定でき|すべてを確認できたわけではありません/);
        }
  });
});

test('what could not be seen in one line, the first of it named', () => {
  expect(gapsLine(sampleAnswer, { ...english, near: sampleAnswer.alert.first }, 1)).toBe(
    'aws.cloudtrail of 111122223333 after 11:31, stopped by deploy-admin and 1 more',
  );
  expect(gapsLine({ ...sampleAnswer, gaps: [] }, japanese, 3)).toBe(
    '把握している取込漏れはありません（1の取込元は2026-11-24 11:59:00 JSTまで漏れなし）',
  );
});

/** Labels at the beginning of a line, in the order they stand in. */
const labels = (text: string) => text.split('\n').filter((line) => line !== '' && !/^ |[。.:：]| {2}/.test(line));

describe('the whole answer as text', () => {
  test('has its parts in the order they are needed', () => {
    expect(labels(formatAnswer(sampleAnswer, english))).toEqual([
      '▮▮▮▮ Critical · Stolen credentials used from outside AWS · 111122223333',
      'A-1042 · open',
      'Cannot see',
      'What happened (JST)',
      'Never seen before',
      'Other alerts',
      'To settle',
      'Next steps',
      'Rule',
      'Matching events',
    ]);
    expect(labels(formatAnswer(sampleAnswer, japanese)).slice(2)).toEqual([
      '未確認',
      '経過（JST）',
      '初出',
      '他のアラート',
      '確認事項',
      '次の対応',
      '検知ルール',
      '一致したイベント',
    ]);
  });

  test.each([
    'Who               app-web-role/i-0123456789abcdef0 in 111122223333, without MFA',
    'How               i-0123456789abcdef0 › app-web-role › deploy-admin ✦ › backup-svc ✦',
    'From              203.0.113.50 NL AS64500 Example Hosting ✦',
    'With              aws-cli/2.17.1 kali ✦',
    'What              GetCallerIdentity and 1 more',
    'Result            3 worked, 1 denied',
    'Since             2026-11-24 11:14:05 JST, last 11:52',
    'Account / region  111122223333 / us-east-1',
    'Key               AKIAIOSFODNN7EXAMPLE (temporary, handed out by CreateAccessKey at 11:02)',
    'Around it         1 h: 0 before, 37 after · 24 h: 2 before, 41 after · 8 changed something',
    'Created  user backup-svc, access key backup-svc',
    'Shared   bucket policy backup-db with everybody, 444455556666',
    'Read     object backup-db ×41.2 k',
    '  11:14 deploy-admin: GetCallerIdentity, ListUsers ✦',
    '  11:20 same address: POST /import → 200 ×212 ✦ (1 worked)',
    '  11:21 deploy-admin: CreateUser → backup-svc ✦ (worked)',
    '  11:31 StopLogging → org-trail ✦ (worked) ▲ A-1043',
    '  11:31 Logging stopped (Critical, A-1043, 1 event)',
    '      aws iam update-access-key --user-name backup-svc --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive',
    '  Known false positives  A proxy of yours.',
    '  3 more events',
  ])('says %s', (line) => {
    expect(formatAnswer(sampleAnswer, english).split('\n')).toContain(line);
  });
});

test('a hostile log does nothing to a terminal, and every line stays a line', () => {
  fc.assert(
    fc.property(hostileAnswer, fc.constantFrom(...voices), (answer, voice) => {
      const lines = formatAnswer(answer, voice).split('\n');
      expect(lines.flatMap(acting)).toEqual([]);
      expect(lines.length).toBeLessThan(120);
    }),
    { numRuns: 100 },
  );
});
