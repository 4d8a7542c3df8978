import type { AgentRule } from './agent-rules.ts';

export interface RuleHit {
  readonly rule: AgentRule;
  readonly groups: RegExpExecArray;
}

/** The first rule that fits, or undefined. Regular expressions are compiled when they are first tried. */
export type RuleList = (text: string) => RuleHit | undefined;

export function ruleList(rules: readonly AgentRule[]): RuleList {
  const needed = rules.map((rule) => neededLiteral(rule.regex));
  const compiled: (RegExp | undefined)[] = [];
  return (text) => {
    const lower = text.toLowerCase();
    for (let at = 0; at < rules.length; at++) {
      if (needed[at] !== '' && !lower.includes(needed[at])) continue;
      compiled[at] ??= new RegExp(rules[at].regex, rules[at].flag ?? '');
      const groups = compiled[at]!.exec(text);
      if (groups !== null) return { rule: rules[at], groups };
    }
    return undefined;
  };
}

/**
 * The longest plain text, in lower case, that every hit of a regular expression contains: most rules name a product, and
 * looking for the name first saves running hundreds of expressions. Empty when nothing is sure.
 */
export function neededLiteral(regex: string): string {
  let longest = '';
  let run = '';
  const end = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < regex.length; at++) {
    const char = regex[at];
    if (char === '|') return '';
    if (char === '?' || char === '*' || char === '{') run = run.slice(0, -1);
    if (/[A-Za-z0-9 \-_;/,=!@:~%&'"<>#]/.test(char)) {
      run += char.toLowerCase();
      continue;
    }
    if (char === '\\' && /[^\w]/.test(regex[at + 1])) {
      run += regex[++at];
      continue;
    }
    end();
    if (char === '\\') at++;
    else if (char === '[') at = classEnd(regex, at);
    else if (char === '(') at = groupEnd(regex, at);
    else if (char === '{') at = regex.indexOf('}', at);
  }
  end();
  return longest;
}

/** Index of the bracket that closes the class opened at `at`. */
function classEnd(regex: string, at: number): number {
  let end = at + 1;
  if (regex[end] === '^') end++;
  if (regex[end] === ']') end++;
  while (end < regex.length && regex[end] !== ']') end += regex[end] === '\\' ? 2 : 1;
  return end;
}

/** Index of the parenthesis that closes the group opened at `at`. */
function groupEnd(regex: string, at: number): number {
  let depth = 0;
  for (let end = at; end < regex.length; end++) {
    if (regex[end] === '\\') end++;
    else if (regex[end] === '[') end = classEnd(regex, end);
    else if (regex[end] === '(') depth++;
    else if (regex[end] === ')' && --depth === 0) return end;
  }
  return regex.length;
}
