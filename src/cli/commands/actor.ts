import type { Command } from 'commander';
import { jsonLine } from '../../core/json/json-line.ts';
import { clock } from '../../pipeline/clock.ts';
import { openData } from '../../pipeline/open-data.ts';
import { actorJson, nobodyJson } from '../../timeline/actor-json.ts';
import { askedActor } from '../../timeline/asked-actor.ts';
import { investigateActor } from '../../timeline/investigate-actor.ts';
import { formatActor, formatNobody } from '../output/actor/actor-text.ts';
import { programVoice } from '../output/terminal-voice.ts';
import { settingsOf } from '../settings.ts';

interface ActorFlags {
  readonly from?: string;
  readonly to?: string;
  readonly around?: string;
}

export function addActor(program: Command): void {
  program
    .command('actor')
    .description('what an actor did, before and after, over all log types')
    .argument('<id>', 'alert, access key id, ARN, user, session, principal id, instance, address, bucket or account')
    .option('--from <time>', 'first time, RFC 3339 or -24h (default: a day around its newest alert)')
    .option('--to <time>', 'first time after the range')
    .option('--around <alert>', 'a day before and after this alert')
    .action(async (id: string, flags: ActorFlags, command: Command) => {
      const { config, json } = settingsOf(command);
      const data = await openData(config, { write: false });
      try {
        const found = await investigateActor(data, data.db, await askedActor(data.db, { id, ...flags }, clock()));
        if (found.identity === null)
          process.stdout.write(json ? jsonLine(nobodyJson(found, programVoice)) : formatNobody(found));
        else process.stdout.write(json ? jsonLine(actorJson(found, programVoice)) : formatActor(found));
      } finally {
        await data.close();
      }
    });
}
