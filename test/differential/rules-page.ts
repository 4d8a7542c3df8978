import type { PathRule } from './forced-rules.ts';

/** The page with one of its parts, between `<!-- name -->` and `<!-- end of name -->`, anew. */
export function withPart(page: string, name: string, text: string): string {
  const part = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!part.test(page)) throw new Error(`docs/rules.md has no place for ${name}.`);
  return page.replace(part, (_, begin: string, end: string) => `${begin}${text}${end}`);
}

export interface Noise {
  /** Alerts by rule id and day. */
  readonly alerts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Days that were looked at. */
  readonly days: number;
}

/** Alerts a day of each rule, the noisiest first. */
export function noiseTable(rules: readonly PathRule[], { alerts, days }: Noise): string {
  const lines = rules.map(({ rule, path }) => {
    const counts = [...(alerts.get(rule.id ?? rule.title)?.values() ?? [])];
    const sum = counts.reduce((a, b) => a + b, 0);
    const daily = (sum / days).toFixed(2);
    const most = Math.max(0, ...counts);
    return {
      sum,
      text: `| ${ruleLink(path)} | ${rule.level} | ${techniques(rule.tags)} | ${daily} | ${most} |\n`,
      path,
    };
  });
  lines.sort((a, b) => b.sum - a.sum || (a.path < b.path ? -1 : 1));
  const all = lines.reduce((sum, line) => sum + line.sum, 0);
  return [
    '| rule | level | technique | alerts a day | most in a day |\n|---|---|---|---:|---:|\n',
    ...lines.map(({ text }) => text),
    `| all | | | ${(all / days).toFixed(2)} | |\n`,
  ].join('');
}

/** What finds each recorded attack; the paths of rules by technique. */
export function coverageTable(found: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...found].map(([attack, paths]) => `| ${attack} | ${paths.map(ruleLink).join(', ') || 'no rule'} |\n`);
  const covered = [...found.values()].filter((paths) => paths.length > 0).length;
  return `${covered} of ${found.size} recorded attacks are found.\n\n| attack | found by |\n|---|---|\n${lines.join('')}`;
}

function ruleLink(path: string): string {
  return `[${path.replace(/^rules\/|\.yml$/g, '')}](../${path})`;
}

/** `attack.t1685.002` → `T1685.002` */
function techniques(tags: readonly string[]): string {
  return tags.flatMap((tag) => /^attack\.(t\d.*)$/.exec(tag)?.[1].toUpperCase() ?? []).join(', ');
}
