import type { Command } from 'commander';
import { KushiError } from '../../core/error/error.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { parseTimeArgument } from '../../core/time/parse-time-argument.ts';
import { clock } from '../../pipeline/clock.ts';
import { openData } from '../../pipeline/open-data.ts';
import { type Alert, listAlerts } from '../../state/alerts.ts';
import type { StateDb } from '../../state/open-state.ts';
import type { AskedRange } from '../../timeline/choose-range.ts';
import { investigateActor } from '../../timeline/investigate-actor.ts';
import { actorJson, nobodyJson } from '../output/actor/actor-json.ts';
import { formatActor, formatNobody } from '../output/actor/actor-text.ts';
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
        const asked = await askedActor(data.db, id, flags);
        const range = await askedRange(data.db, asked.flags, clock());
        const found = await investigateActor(data, data.db, { id: asked.id, range });
        if (found.identity === null) process.stdout.write(json ? jsonLine(nobodyJson(found)) : formatNobody(found));
        else process.stdout.write(json ? jsonLine(actorJson(found)) : formatActor(found));
      } finally {
        await data.close();
      }
    });
}

/** The id of an alert stands for who it is about, and for the time around it unless another one is given. */
async function askedActor(db: StateDb, id: string, flags: ActorFlags): Promise<{ id: string; flags: ActorFlags }> {
  const alert = /^[0-9a-f]{12}$/.test(id) ? (await listAlerts(db)).find((known) => known.id === id) : undefined;
  if (alert === undefined) return { id, flags };
  return { id: alert.entity.value, flags: { ...((flags.from ?? flags.to) ? {} : { around: id }), ...flags } };
}

async function askedRange(db: StateDb, { from, to, around }: ActorFlags, now: bigint): Promise<AskedRange> {
  return {
    ...(from === undefined ? {} : { from: parseTimeArgument(from, now) }),
    ...(to === undefined ? {} : { to: parseTimeArgument(to, now) }),
    ...(around === undefined ? {} : { around: await alertOf(db, around) }),
  };
}

async function alertOf(db: StateDb, id: string): Promise<Alert> {
  const alert = (await listAlerts(db)).find((known) => known.id === id);
  if (alert === undefined) throw new KushiError('USAGE', `There is no alert ${id}; kushi alerts lists them.`);
  return alert;
}
