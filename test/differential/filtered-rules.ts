import { loadRules } from '../../src/core/sigma/load-rules.ts';
import type { Resolver } from '../../src/core/sigma/resolver.ts';
import { marked, type PathRule } from './forced-rules.ts';

const reads = `title: Reads
id: 3f0a0b52-3c1e-4b8e-9a53-0c6a2f1f7d11
name: reads
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName|startswith: [Get, List, Describe] }, condition: selection }
`;

/** Columns, paths of records and keywords; what is suppressed, and what is kept. */
const filters = `title: Lists
logsource: { product: aws }
filter:
  rules: any
  selection: { eventName|startswith: List }
  words: ['DescribeInstances']
  condition: 1 of them
---
title: Errors
logsource: { product: aws, service: cloudtrail }
filter:
  rules: [reads]
  failed: { record.errorCode|exists: true }
  condition: not failed
`;

/** A rule as it is, and with all that filters leave of it. */
export function filteredRules(resolver: Resolver): { readonly whole: PathRule; readonly filtered: PathRule } {
  const rule = { path: 'reads.yml', text: reads };
  const [whole] = loadRules([rule], resolver).rules;
  const [filtered] = loadRules([rule, { path: 'filters.yml', text: filters }], resolver).rules;
  return { whole, filtered: marked(filtered, 'filtered') };
}
