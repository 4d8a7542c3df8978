import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createResolver } from '../../src/core/sigma/create-resolver.ts';
import { loadRules, type RuleFile } from '../../src/core/sigma/load-rules.ts';
import { ruleTarget } from '../../src/core/sigma/rule-target.ts';
import { readRuleArchive } from '../../src/core/sigma/testing/read-rule-archive.ts';
import { type Content, loadContent } from '../../src/pipeline/content.ts';

/** `keywords`: twenty rules and five that look for words anywhere in a record. `sigma`: SigmaHQ's beside the shipped. */
export type RuleSet = 'none' | 'twenty' | 'keywords' | 'shipped' | 'sigma';

const archive = resolve(process.env.KUSHI_SHARED ?? '../shared', 'data/sigma-rules.tar.gz');

/** Whether the rules of SigmaHQ lie beside the checkout. */
export const hasSigmaRules = existsSync(archive);

const keywordRules = ['base64 -d', 'X-Amz-Credential=', '/etc/shadow', 'xmrig', 'AKIAIOSFODNN7EXAMPLE'].map(
  (word, index): RuleFile => ({
    path: `bench/keyword-${index}.yml`,
    text: `title: Word ${index}
id: 00000000-0000-4000-8000-00000000000${index}
logsource: { product: aws }
detection: { words: ['${word}'], condition: words }
level: low
`,
  }),
);

/** Content with one set of rules, read anew: rules that a caller no longer holds are no work for the collector. */
export function openContent(root: string, set: RuleSet): Content {
  const shipped = loadContent({ config: { logtypes: [], rules: [] }, root });
  if (set === 'shipped') return shipped;
  const { rules: all } = shipped.rules;
  const twenty = all.filter(({ path }) => /cloudtrail|vpcflow/.test(path)).slice(0, 20);
  const own = { none: [], twenty, keywords: twenty, sigma: all }[set];
  const loaded = loadRules(filesOf(set), createResolver([...shipped.logTypes.values()].map(ruleTarget)));
  return { ...shipped, rules: { ...loaded, rules: [...own, ...loaded.rules] } };
}

function filesOf(set: RuleSet): readonly RuleFile[] {
  if (set === 'keywords') return keywordRules;
  return set === 'sigma' ? readRuleArchive(gunzipSync(readFileSync(archive))) : [];
}
