import type { Problem } from '../error/error.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { listRule, type RuleListing } from './list-rules.ts';
import { type ParseOptions, parseRules } from './parse-rule.ts';
import type { Resolver } from './resolver.ts';
import type { SigmaDocument } from './rule.ts';

export interface RuleFile {
  /** As people know it, for messages and `rules list`. */
  readonly path: string;
  readonly text: string;
}

export interface LoadedRules {
  /** Rules that can fire, in the order of files and documents; `path` is the file each came from. */
  readonly rules: readonly (CompiledRule & { readonly path: string })[];
  /** One for every document. */
  readonly listing: readonly RuleListing[];
  readonly problems: readonly Problem[];
}

/** Parses, resolves and lists rule files. A rule whose id an earlier one has is refused. */
export function loadRules(files: readonly RuleFile[], resolver: Resolver, options: ParseOptions = {}): LoadedRules {
  const rules: LoadedRules['rules'][number][] = [];
  const listing: RuleListing[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, SigmaDocument>();
  for (const { path, text } of files) {
    for (const parsed of parseRules(path, text, options)) {
      const document = refuseRepeatedId(parsed, seen);
      const compiled = document.body?.kind === 'rule' ? compileRule(document.body, resolver, path) : undefined;
      if (compiled !== undefined && compiled.queries.size > 0) rules.push({ ...compiled, path });
      listing.push(listRule(document, compiled));
      problems.push(...document.problems, ...(compiled?.problems ?? []));
    }
  }
  return { rules, listing, problems };
}

function refuseRepeatedId(document: SigmaDocument, seen: Map<string, SigmaDocument>): SigmaDocument {
  const { id, file, line } = document;
  if (id === null) return document;
  const earlier = seen.get(id);
  if (earlier === undefined) {
    seen.set(id, document);
    return document;
  }
  const message = `The id ${id} is already that of ${earlier.file}:${earlier.line}. Give this rule its own.`;
  const problem: Problem = {
    code: 'RULE_DUPLICATE_ID',
    message,
    location: { file, line, column: 1 },
    severity: 'error',
  };
  return { ...document, body: undefined, problems: [...document.problems, problem] };
}
