import type { Command } from 'commander';
import { answerAlert } from '../../answer/answer-alert.ts';
import { formatAnswer } from '../../answer/format-answer.ts';
import { KushiError } from '../../core/error/error.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { isZone } from '../../core/mapping/time/zone.ts';
import type { Voice } from '../../core/words/say.ts';
import { clock } from '../../pipeline/clock.ts';
import { type OpenData, openData } from '../../pipeline/open-data.ts';
import { toldJson } from '../../questions/answer-json.ts';
import { ruleHeaders } from '../../questions/rule-headers.ts';
import { terminalVoice } from '../output/terminal-voice.ts';
import { settingsOf } from '../settings.ts';

interface ShowFlags {
  readonly lang: string;
  readonly tz: string;
}

export function addAlertsShow(alerts: Command): void {
  alerts
    .command('show')
    .description('all about one alert: who, how, from where, what else, what could not be seen, what to do next')
    .argument('<alert>', 'number, such as A-1042, or id')
    .option('--lang <language>', 'en or ja', 'en')
    .option('--tz <zone>', 'zone of the times, such as Asia/Tokyo', 'UTC')
    .action(async (id: string, flags: ShowFlags, command: Command) => {
      const { config, json } = settingsOf(command);
      const spoken = spokenAs(flags);
      const data = await openData(config, { write: false });
      try {
        const answer = await answerOf(data, id);
        const text = json ? jsonLine(toldJson(answer)) : null;
        process.stdout.write(text ?? formatAnswer(answer, { ...terminalVoice, ...spoken }));
      } finally {
        await data.close();
      }
    });
}

async function answerOf({ engine, snapshot, db, content }: OpenData, id: string) {
  const question = { alert: id, now: clock(), rules: ruleHeaders(content) };
  const answer = await answerAlert({ engine, snapshot }, db, question);
  if (answer === null) throw new KushiError('USAGE', `There is no alert ${id}. kushi alerts lists them.`);
  return answer;
}

function spokenAs({ lang, tz }: ShowFlags): Pick<Voice, 'language' | 'zone'> {
  if (lang !== 'en' && lang !== 'ja') throw new KushiError('USAGE', `--lang is en or ja, not ${lang}.`);
  if (!isZone(tz)) throw new KushiError('USAGE', `--tz takes a zone such as Asia/Tokyo, not ${tz}.`);
  return { language: lang, zone: tz };
}
