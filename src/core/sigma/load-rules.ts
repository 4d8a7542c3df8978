import type { Problem } from '../error/error.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { checkFilter, type FilterDocument, filterRule, filtersOf } from './filter-rules.ts';
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

/**
 * Parses, resolves and lists rule files, and takes from rules what filters of any of the files suppress. A rule whose id
 * an earlier one has is refused.
 */
export function loadRules(files: readonly RuleFile[], resolver: Resolver, options: ParseOptions = {}): LoadedRules {
  const documents = readDocuments(files, options);
  const filters = documents.filter(isFilter);
  const rules: LoadedRules['rules'][number][] = [];
  const listing: RuleListing[] = [];
  const problems: Problem[] = [];
  for (const document of documents) {
    const { body, file } = document;
    const compiled =
      body?.kind === 'rule'
        ? filterRule(compileRule(body, resolver, file), filtersOf(body, filters), resolver)
        : undefined;
    if (compiled !== undefined && compiled.queries.size > 0) rules.push({ ...compiled, path: file });
    const outcome = isFilter(document)
      ? { problems: checkFilter(document, documents, resolver), filters: [] }
      : compiled;
    listing.push(listRule(document, outcome));
    problems.push(...document.problems, ...(outcome?.problems ?? []));
  }
  return { rules, listing, problems };
}

function readDocuments(files: readonly RuleFile[], options: ParseOptions): readonly SigmaDocument[] {
  const seen = new Map<string, SigmaDocument>();
  return files.flatMap(({ path, text }) =>
    parseRules(path, text, options).map((document) => refuseRepeatedId(document, seen)),
  );
}

function isFilter(document: SigmaDocument): document is FilterDocument {
  return document.body?.kind === 'filter';
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
