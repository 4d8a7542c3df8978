import { createFindings, type Findings } from '../mapping/findings.ts';
import { readYaml } from '../mapping/yaml/read-yaml.ts';
import type { YamlMap } from '../mapping/yaml/yaml-node.ts';
import type { ModifierContext } from './modifiers/modifier.ts';
import { readCorrelation } from './read-correlation.ts';
import { readDetection } from './read-detection.ts';
import { readFilter } from './read-filter.ts';
import { entry, readHeader } from './read-header.ts';
import { readLogsource } from './read-logsource.ts';
import type { RuleHeader, SigmaBody, SigmaDocument, SigmaRule } from './rule.ts';
import { type DocumentText, splitDocuments } from './split-documents.ts';

/** `placeholders` are the configured values of `%name%` for the `expand` modifier. */
export type ParseOptions = Partial<ModifierContext>;

const ruleKeys: ReadonlySet<string> = new Set(['timeframe']);

/**
 * Every YAML document of a rule file (Sigma specification 2.1): rules, correlations and filters. Never throws; a
 * document with errors has them all, each with line and column, and no body.
 */
export function parseRules(file: string, text: string, options: ParseOptions = {}): readonly SigmaDocument[] {
  const context: ModifierContext = { placeholders: options.placeholders ?? new Map() };
  return splitDocuments(text).map((document) => parseDocument(file, document, context));
}

function parseDocument(file: string, document: DocumentText, context: ModifierContext): SigmaDocument {
  const findings = createFindings();
  const { line } = document;
  const root = readYaml({ file, text: document.text }, findings);
  if (root?.kind !== 'map') {
    const place = root?.place ?? { file, line, column: 1 };
    if (!findings.failed) findings.error('RULE_INVALID', place, 'A rule is a map with title, logsource and detection.');
    return {
      file,
      line,
      title: '',
      id: null,
      name: null,
      level: 'medium',
      body: undefined,
      problems: findings.problems(),
    };
  }
  const header = readHeader(root, findings);
  const body = readBody(root, header, { findings, context });
  const problems = findings.problems();
  const { title, id, name, level } = header;
  return { file, line, title, id, name, level, body: findings.failed ? undefined : body, problems };
}

interface Reading {
  readonly findings: Findings;
  readonly context: ModifierContext;
}

function readBody(root: YamlMap, header: RuleHeader, reading: Reading): SigmaBody | undefined {
  const { findings } = reading;
  const action = entry(root, 'action');
  if (action !== undefined) {
    findings.error(
      'RULE_UNSUPPORTED',
      action.place,
      'Collections with "action" ended with Sigma 2. Write whole rules.',
    );
    return undefined;
  }
  const correlation = entry(root, 'correlation');
  if (correlation !== undefined) return readCorrelation(correlation, header, findings);
  const filter = entry(root, 'filter');
  return filter === undefined ? readRule(root, header, reading) : readFilter(root, filter, { header, ...reading });
}

function readRule(root: YamlMap, header: RuleHeader, { findings, context }: Reading): SigmaRule | undefined {
  const logsource = readLogsource(root, findings);
  const detection = entry(root, 'detection');
  if (detection?.kind !== 'map') {
    const code = detection === undefined ? 'KEY_MISSING' : 'VALUE_INVALID';
    findings.error(
      code,
      (detection ?? root).place,
      'A rule needs a detection: a map of named searches and a condition.',
    );
    return undefined;
  }
  return { ...header, kind: 'rule', ...logsource, ...readDetection(detection, findings, { context, skip: ruleKeys }) };
}
