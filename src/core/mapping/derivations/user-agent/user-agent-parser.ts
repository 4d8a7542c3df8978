import { type AgentRule, readAgentRules } from './agent-rules.ts';
import { type RuleHit, type RuleList, ruleList } from './rule-list.ts';
import { awsService, toolSystem, tools } from './tools.ts';

export interface UserAgent {
  readonly name?: string;
  readonly version?: string;
  readonly system?: string;
  readonly systemVersion?: string;
  readonly device?: string;
}

export type ParseUserAgent = (text: string) => UserAgent;

/** Agents beyond this length are cut before matching: the rules were written for browsers, not for attackers. */
const maxLength = 512;

interface RuleLists {
  readonly agents: RuleList;
  readonly systems: RuleList;
  readonly devices: RuleList;
}

/** Results kept, over segments and log types: the same few thousand agents come back all day. */
const maxKept = 5000;

/**
 * Names agents by our own list of tools first, then by uap-core's rules (`yaml` is the text of its `regexes.yaml`, read when
 * the first agent comes). A new agent takes 10 to 400 µs.
 */
export function createUserAgentParser(yaml: string): ParseUserAgent {
  const kept = new Map<string, UserAgent>();
  let lists: RuleLists | undefined;
  return (text) => {
    const short = text.slice(0, maxLength);
    const known = kept.get(short);
    if (known !== undefined) return known;
    lists ??= compile(yaml);
    const agent = parseAgent(short, lists);
    if (kept.size >= maxKept) kept.clear();
    kept.set(short, agent);
    return agent;
  };
}

/** A tool has no device: the rules for those take any agent with `bot` in it for a crawler, Boto3 among them. */
function parseAgent(text: string, { agents, systems, devices }: RuleLists): UserAgent {
  const tool = parseTool(text);
  const system = parseSystem(text, systems);
  return tool === undefined
    ? { ...parseBrowser(text, agents), ...system, ...parseDevice(text, devices) }
    : { ...tool, ...system };
}

function compile(yaml: string): RuleLists {
  const { agents, systems, devices } = readAgentRules(yaml);
  return { agents: ruleList(agents), systems: ruleList(systems), devices: ruleList(devices) };
}

function parseTool(text: string): UserAgent | undefined {
  if (awsService.test(text)) return { name: text };
  for (const [pattern, name] of tools) {
    const hit = pattern.exec(text);
    if (hit !== null) return { name, ...(hit[1] ? { version: hit[1] } : {}) };
  }
  return undefined;
}

function parseBrowser(text: string, agents: RuleList): UserAgent {
  const hit = agents(text);
  if (hit === undefined) return {};
  const name = part(hit, 'family_replacement', 1);
  const version = ['v1_replacement', 'v2_replacement', 'v3_replacement'].map((key, at) => part(hit, key, at + 2));
  return { ...optional('name', name), ...optional('version', joinVersion(version)) };
}

function parseSystem(text: string, systems: RuleList): UserAgent {
  const hit = systems(text);
  const own = toolSystem.exec(text);
  if (own !== null && (hit === undefined || part(hit, 'os_replacement', 1) === 'Linux')) {
    return { system: systemName(own[1]), systemVersion: own[2] };
  }
  if (hit === undefined) return {};
  const keys = ['os_v1_replacement', 'os_v2_replacement', 'os_v3_replacement', 'os_v4_replacement'];
  const version = joinVersion(keys.map((key, at) => part(hit, key, at + 2)));
  return { ...optional('system', part(hit, 'os_replacement', 1)), ...optional('systemVersion', version) };
}

function systemName(text: string): string {
  const lower = text.toLowerCase();
  if (lower === 'linux') return 'Linux';
  return lower === 'windows' ? 'Windows' : 'macOS';
}

function parseDevice(text: string, devices: RuleList): UserAgent {
  const hit = devices(text);
  return hit === undefined ? {} : optional('device', part(hit, 'device_replacement', 1));
}

/** The replacement with its `$1` filled in, or the group that stands for it. */
function part({ rule, groups }: RuleHit, key: string, group: number): string | undefined {
  const replacement = replacementOf(rule, key);
  const text = replacement?.replace(/\$(\d)/g, (_, digit: string) => groups[Number(digit)] ?? '') ?? groups[group];
  return text?.trim() || undefined;
}

function replacementOf(rule: AgentRule, key: string): string | undefined {
  return rule.replacements.get(key);
}

/** Parts up to the first that is missing: `16.1`, not `16..2`. */
function joinVersion(parts: readonly (string | undefined)[]): string | undefined {
  const end = parts.indexOf(undefined);
  return (end < 0 ? parts : parts.slice(0, end)).join('.') || undefined;
}

function optional<K extends keyof UserAgent>(key: K, value: string | undefined): UserAgent {
  return value === undefined ? {} : { [key]: value };
}
