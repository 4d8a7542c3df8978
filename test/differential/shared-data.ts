import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RuleFile } from '../../src/core/sigma/load-rules.ts';
import { readRuleArchive } from '../../src/core/sigma/testing/read-rule-archive.ts';
import type { LogObject } from './read-objects.ts';

/** Data that is not ours to ship, from beside the checkout or from the folder in KUSHI_SHARED. */
const shared = resolve(process.env.KUSHI_SHARED ?? '../shared', 'data');

/** Recordings of attacks (Stratus Red Team, as CloudTrail saw them), one file a technique. */
export const attacksFolder = join(shared, 'stratus-cloudtrail');

/** The rules of SigmaHQ. */
export const ruleArchive = join(shared, 'sigma-rules.tar.gz');

export function recordedAttacks(): readonly LogObject[] {
  if (!existsSync(attacksFolder)) return [];
  const files = readdirSync(attacksFolder).sort();
  return files.map((file) => ({
    bucket: 'attacks',
    key: file,
    path: join(attacksFolder, file),
    logType: 'aws.cloudtrail',
  }));
}

/** `aws.defense-evasion.cloudtrail-stop` of the object with the recording. */
export function techniqueOf(key: string): string {
  return basename(key, '.json');
}

export function sigmaRules(): readonly RuleFile[] {
  return readRuleArchive(gunzipSync(readFileSync(ruleArchive)));
}
