import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createResolver } from '../../src/core/sigma/create-resolver.ts';
import { loadRules, type RuleFile } from '../../src/core/sigma/load-rules.ts';
import { ruleTarget } from '../../src/core/sigma/rule-target.ts';
import { readRuleArchive } from '../../src/core/sigma/testing/read-rule-archive.ts';
import { type Content, loadContent } from '../../src/pipeline/content.ts';

/** Content with one set of rules or another. */
export interface Contents {
  readonly none: Content;
  readonly twenty: Content;
  readonly shipped: Content;
  /** All rules of SigmaHQ as well; null where their archive is not beside the checkout. */
  readonly sigma: Content | null;
  /** Twenty rules and some that look for words anywhere in a record. */
  readonly keywords: Content;
}

const archive = resolve(process.env.KUSHI_SHARED ?? '../shared', 'data/sigma-rules.tar.gz');

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

export function openContents(root: string): Contents {
  const shipped = loadContent({ config: { logtypes: [], rules: [] }, root });
  const resolver = createResolver([...shipped.logTypes.values()].map(ruleTarget));
  const withRules = (files: readonly RuleFile[], own: Content['rules']['rules']): Content => {
    const loaded = loadRules(files, resolver);
    return { ...shipped, rules: { ...loaded, rules: [...own, ...loaded.rules] } };
  };
  const twenty = shipped.rules.rules.filter(({ path }) => /cloudtrail|vpcflow/.test(path)).slice(0, 20);
  return {
    shipped,
    none: withRules([], []),
    twenty: withRules([], twenty),
    sigma: existsSync(archive)
      ? withRules(readRuleArchive(gunzipSync(readFileSync(archive))), shipped.rules.rules)
      : null,
    keywords: withRules(keywordRules, twenty),
  };
}
