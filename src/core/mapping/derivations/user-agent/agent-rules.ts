/** One rule of uap-core's `regexes.yaml`: a regular expression, and texts that stand in for what it captured. */
export interface AgentRule {
  readonly regex: string;
  readonly flag?: string;
  readonly replacements: ReadonlyMap<string, string>;
}

export interface AgentRules {
  readonly agents: readonly AgentRule[];
  readonly systems: readonly AgentRule[];
  readonly devices: readonly AgentRule[];
}

/**
 * Reads the text of uap-core's `regexes.yaml`. The file is three flat lists of quoted values, and a YAML parser would take
 * most of a second over its 6,000 lines, so it is read line by line.
 */
export function readAgentRules(yaml: string): AgentRules {
  const lists = new Map<string, AgentRule[]>();
  let list: AgentRule[] = [];
  let replacements = new Map<string, string>();
  for (const line of yaml.split('\n')) {
    const heading = /^(\w+):\s*$/.exec(line);
    if (heading !== null) {
      list = [];
      lists.set(heading[1], list);
      continue;
    }
    const entry = /^\s+(- )?(\w+):\s*(?:'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)")\s*(?:#.*)?$/.exec(line);
    if (entry === null) continue;
    const value = entry[3] === undefined ? entry[4].replace(/\\(.)/g, '$1') : entry[3].replaceAll("''", "'");
    if (entry[1] !== undefined) {
      replacements = new Map();
      list.push({ regex: value, replacements });
    } else if (entry[2] === 'regex_flag') list[list.length - 1] = { ...list[list.length - 1], flag: value };
    else replacements.set(entry[2], value);
  }
  return {
    agents: lists.get('user_agent_parsers') ?? [],
    systems: lists.get('os_parsers') ?? [],
    devices: lists.get('device_parsers') ?? [],
  };
}
