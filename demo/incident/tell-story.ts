import { isoSeconds } from '../time/stamp.ts';
import type { Cast } from './cast.ts';

function exploitLine(cast: Cast): string {
  if (cast.exploit === 'numeric-address') return 'by writing the metadata address as one number, 2852039166';
  return `by a redirect from a server of theirs at ${cast.attacker.address}`;
}

/** The incident of a seed with its names, as Markdown. */
export function tellStory(cast: Cast): string {
  const { schedule, attacker, secondAttacker, stolen, middleRole, lastRole, backdoor } = cast;
  const line = (time: number, text: string) => `- ${isoSeconds(time)} ${text}`;
  return [
    '# The incident of this demo',
    '',
    line(
      schedule.probing,
      `**probing** ${attacker.address} (AS${attacker.block.asn}, ${attacker.block.place.countryName}) scans api.example.com; the web ACL stops what it knows.`,
    ),
    line(
      schedule.exploit,
      `**exploit** /v2/labels/preview is made to fetch instance metadata, ${exploitLine(cast)}; the web ACL allows it, ${cast.victim.name} (${cast.victim.instanceId}, ${cast.victim.address}) answers.`,
    ),
    line(
      schedule.credentials,
      `**stolen-credentials** key ${stolen.accessKeyId} of role ${cast.victimRole.roleName} (account ${cast.victimRole.accountId}) is used from ${attacker.address}.`,
    ),
    line(schedule.discovery, '**discovery** the attacker asks what the role may do; about half is refused.'),
    line(
      schedule.roleChain,
      `**role-chain** ${cast.victimRole.roleName} assumes ${middleRole.roleName} in account ${middleRole.accountId}, which assumes ${lastRole.roleName} in account ${lastRole.accountId}.`,
    ),
    line(
      schedule.backdoor,
      `**backdoor-user** user ${backdoor.userName} gets AdministratorAccess and key ${backdoor.accessKeyId}; the key is tried from ${secondAttacker.address} (AS${secondAttacker.block.asn}).`,
    ),
    line(
      schedule.bucket,
      `**bucket-read** ${cast.objectKeys.length} objects of ${cast.bucket} are read from ${secondAttacker.address}.`,
    ),
    line(
      schedule.logging,
      `**logging-stopped** the trail of account ${lastRole.accountId} is stopped; its log ends here.`,
    ),
    '',
  ].join('\n');
}
