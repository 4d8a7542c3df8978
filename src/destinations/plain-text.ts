import type { Level } from '../core/sigma/rule.ts';
import { formatMoment } from '../core/words/format-time.ts';
import type { Voice } from '../core/words/say.ts';
import type { Message, StoryMessage } from './destination.ts';

type PlainVoice = Pick<Voice, 'language' | 'zone' | 'show'>;

const levelWords: Readonly<Record<PlainVoice['language'], Readonly<Record<Level, string>>>> = {
  en: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', informational: 'Info' },
  ja: { critical: '重大', high: '高', medium: '中', low: '低', informational: '情報' },
};

const testWords: Readonly<Record<PlainVoice['language'], string>> = {
  en: 'A test from Kushi: alerts reach this place. Nothing happened.',
  ja: 'Kushiのテスト送信です。アラートはここに届きます。異常はありません。',
};

/** A message in one line: what goes out where nothing more is known, and the first line of everything else. */
export function plainText(message: Message, voice: PlainVoice): string {
  if (message.kind === 'test') return testWords[voice.language];
  const { alert, kind, added } = message;
  const level = levelWords[voice.language][alert.level] ?? alert.level;
  const about = `${voice.show(alert.title)} · ${voice.show(alert.entity.value)} · A-${alert.number}`;
  const again = voice.language === 'ja' ? `続報 +${added.matches}` : `Again: +${added.matches}`;
  return [...(kind === 'again' ? [again] : []), level, about].join(' · ');
}

/** The facts the state has of an alert, a line each, without its answer. */
export function plainLines(message: StoryMessage, voice: PlainVoice): string[] {
  const { alert, added, links } = message;
  const moment = (time: bigint) => formatMoment(time, voice.zone);
  const span = `${moment(alert.first)} – ${moment(alert.last)}`;
  const others = added.alerts.filter(({ id }) => id !== alert.id);
  const more = others.map((other) => `+${other.matches} · ${voice.show(other.title)} · A-${other.number}`);
  const known =
    voice.language === 'ja'
      ? [`${alert.count}件 · ${span}`, '詳細を調べられませんでした。アラートを開いて確認してください。']
      : [`${alert.count} events · ${span}`, 'Its answer could not be computed. Open the alert.'];
  return [...known, ...more, ...(links === null ? [] : [links.alert])];
}
