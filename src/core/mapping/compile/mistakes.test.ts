import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../error/error.ts';
import { parseJson } from '../value/parse-json.ts';
import { compileMapping, type MappingSource } from './compile-mapping.ts';

const file = 'logtypes/acme.app/mapping.yml';
const time = 'set: { "@timestamp": .t | time iso }';

function problemsOf(text: string, more: Partial<MappingSource> = {}): string[] {
  const fragments = { file: '_fragments.yml', text: 'fragments:\n  web: { set: { event.kind: event } }\n' };
  return compileMapping({ mapping: { file, text }, fragments, ...more }).problems.map(formatProblem);
}

/** Mapping, and what is printed for it without the file's name. */
const mistakes: readonly (readonly [name: string, text: string, ...printed: string[]])[] = [
  [
    'unknown field',
    'mapping: 1\nset:\n  "@timestamp": .t\n  source.adress: .a\n',
    '4:3 FIELD_UNKNOWN "source.adress" is neither an ECS field nor in fields.yml. Did you mean "source.address"?',
  ],
  [
    'value not allowed',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.category: login\n',
    '4:19 VALUE_NOT_ALLOWED event.category has no value "login". Nearest: "authentication", "session". See ECS, event.category.',
  ],
  [
    'value of another type',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.severity: high\n',
    '4:19 VALUE_TYPE event.severity is a long and cannot hold "high". Put words into kushi.level, or map them to numbers.',
  ],
  [
    'unknown function',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.action: .action | lowercase\n',
    '4:27 FUNCTION_UNKNOWN "lowercase" is not a function. Did you mean "lower"? All functions: docs/specs/logtype.md#functions.',
  ],
  [
    'function of another language',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.action: .action | split "/"\n',
    '4:27 FUNCTION_UNKNOWN "split" is not a function. Did you mean "part" (one piece) or "parts" (all)? All functions: docs/specs/logtype.md#functions.',
  ],
  [
    'wrong arguments',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.action: .action | part "/"\n',
    '4:27 ARGUMENT part takes a separator and a number: part "/" -1. Found only "/".',
  ],
  [
    'unknown name',
    'mapping: 1\nmatch:\n  from: .m\n  patterns:\n    - "{user} logged in"\nset:\n  "@timestamp": .t\n  user.name: $usr\n',
    '8:14 NAME_UNKNOWN "$usr" is defined by no let, capture, table column or wrapper. Did you mean "$user" (capture, line 5)?',
  ],
  [
    'look-behind',
    `mapping: 1\nset:\n  "@timestamp": .t\n  event.action: .m | find "(?<=id=)\\d+"\n`,
    '4:27 REGEX_NOT_LINEAR "(?<=id=)\\d+" looks behind. Write find "id=(\\d+)": the first group is the result.',
  ],
  [
    'captures that touch',
    'mapping: 1\nmatch:\n  from: .m\n  patterns:\n    - "{a}{b}"\nset: { "@timestamp": .t }\n',
    '5:8 PATTERN_AMBIGUOUS "{a}{b}" have nothing between them. Put literal text between, or give {a} a kind (word, int, quoted).',
  ],
  [
    'row never reached',
    'mapping: 1\ntables:\n  api: |\n    service  action      event.category\n    iam      Create*     iam\n    iam      CreateUser  iam\nclassify: { table: api, by: [.s, .a] }\nset: { "@timestamp": .t }\n',
    '6:5 ROW_UNREACHABLE row "iam  CreateUser" never matches: row 5 "iam  Create*" takes all of it. Move it above line 5.',
  ],
  [
    'too few cells',
    'mapping: 1\ntables:\n  api: |\n    service  action  event.category  event.type\n    iam  CloseAccount iam  deletion\nclassify: { table: api, by: [.s, .a] }\nset: { "@timestamp": .t }\n',
    '5:5 TABLE_SHAPE this row has 3 cells, the heading has 4. Columns need two spaces between them; use - for "no value".',
  ],
  [
    'condition that cannot hold',
    'mapping: 1\nset: { "@timestamp": .t }\nsteps:\n  - when: { .status: 200, .status: 404 }\n    set: { event.kind: alert }\n',
    '4:13 WHEN_NEVER .status is both 200 and 404. Use a list: { .status: [200, 404] }.',
  ],
  [
    'no time',
    'mapping: 1\nset: { event.kind: event }\n',
    '1:1 TIME_NOT_SET nothing sets @timestamp. Set it from the record\'s time: "@timestamp": .time | time iso',
  ],
  [
    'no time, with samples',
    'mapping: 1\nset: { event.kind: event }\n',
    '1:1 TIME_NOT_SET nothing sets @timestamp. Likely in the samples: .ts (1700000000.25) → "@timestamp": .ts | time epoch_s',
  ],
  [
    'bracket in a flow collection',
    'mapping: 1\nset:\n  "@timestamp": .t\n  http.request.id: { from: .trace | find "Root=([^;]+)" }\n',
    '4:49 YAML_FLOW_CHARACTER "[" cannot stand inside { … } or [ … ] here. Put the expression on its own line or in single quotes: \'.trace | find "Root=([^;]+)"\'',
  ],
  [
    'comma in a flow collection',
    `mapping: 1\n${time}\nlet: { a: .x | kv "," "=" }\n`,
    '3:24 YAML_FLOW_CHARACTER "," cannot stand inside { … } or [ … ] here. Put the expression on its own line or in single quotes: \'.x | kv "," "="\'',
  ],
  [
    'name with @',
    'mapping: 1\nset:\n  @timestamp: .t\n',
    '3:3 YAML_RESERVED A name cannot start with "@" in YAML. Write "@timestamp" in double quotes.',
  ],
  ['tab', 'mapping: 1\nset:\n\t"@timestamp": .t\n', '3:1 YAML_SYNTAX A tab cannot indent YAML. Use two spaces.'],
  [
    'key twice',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.kind: event\n  event.kind: alert\n',
    '5:3 YAML_DUPLICATE_KEY "event.kind" already stands in line 4. Keep one of them.',
  ],
  [
    'merge key',
    `mapping: 1\n${time}\nlet: { a: &a { first: .x }, b: { <<: *a } }\n`,
    '3:32 VALUE_INVALID an expression has exactly one of from, first, text, each; found none.',
    '3:34 YAML_SYNTAX Merge keys (<<) are not read. Repeat the lines, or use an alias as a value.',
  ],
  ['tag', `mapping: 1\n${time}\nlet: { a: !x .b }\n`, '3:14 YAML_SYNTAX Tags (!x) have no meaning here. Remove it.'],
  [
    'type that does not go with its category',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.category: network\n  event.type: creation\n',
    '5:3 TYPE_NOT_EXPECTED event.type "creation" does not go with event.category "network". ECS expects access, allowed, connection, denied, end, info, protocol, start. Add "configuration", or use another type.',
  ],
  [
    'names defined by each other',
    `mapping: 1\n${time}\nlet:\n  a: $b | lower\n  b: { first: [$a, .x] }\n`,
    "4:3 LET_CYCLE $a → $b → $a: a name cannot be defined by itself. Read the record's path instead.",
    "5:3 LET_CYCLE $b → $a → $b: a name cannot be defined by itself. Read the record's path instead.",
  ],
  [
    '$ecs in a mapping',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.action: $ecs.event.code\n',
    "4:17 ECS_OUTSIDE_FRAGMENT $ecs.event.code: only fragments and extending mappings may read fields already made. Read the record's path instead.",
  ],
  [
    'unknown fragment',
    `mapping: 1\nuse: [wep]\n${time}\n`,
    '2:7 FRAGMENT_UNKNOWN no fragment "wep". Did you mean "web"?',
  ],
  [
    'unknown table',
    `mapping: 1\nlet: { a: .b | table levels }\n${time}\n`,
    '2:22 TABLE_UNKNOWN no table "levels". Tables stand under tables: or in tables/levels.tsv.',
  ],
  [
    'field of the vendor',
    'mapping: 1\nset:\n  "@timestamp": .t\n  acme.user_kind: .k\n',
    '4:3 VENDOR_FIELD_MISSING "acme.user_kind" is not in fields.yml. Add it there: acme.user_kind: { type: keyword, description: … }.',
  ],
  [
    'unknown key',
    `mapping: 1\n${time}\nstep: []\n`,
    '3:1 KEY_UNKNOWN a mapping has no key "step". Did you mean "steps"?',
  ],
  ['no version', `${time}\n`, '1:1 KEY_MISSING the version of the language is missing. Write mapping: 1 on top.'],
  [
    'case never reached',
    `mapping: 1\n${time}\nswitch:\n  by: .k\n  cases:\n    "a*": { set: { event.kind: alert } }\n    ab: { set: { event.kind: event } }\n`,
    '7:5 ROW_UNREACHABLE case "ab" is never chosen: case "a*" in line 6 takes all of it. Move it above line 6.',
  ],
  [
    'pattern and regex',
    `mapping: 1\n${time}\nmatch: { from: .m, patterns: [{ pattern: "{a}", regex: "b" }] }\n`,
    '3:31 VALUE_INVALID an item of patterns has either pattern: or regex:.',
  ],
  [
    'path that cannot be read',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.action: .a..b\n',
    '4:20 VALUE_INVALID Expected a member, an index or "*" after the dot.',
  ],
  [
    'object fact',
    'mapping: 1\nset:\n  "@timestamp": .t\n  cloud.region: $object.regon\n',
    '4:17 NAME_UNKNOWN "$object.regon" is defined by no let, capture, table column or wrapper. Did you mean "$object.region"?',
  ],
  [
    'wrong regular expression',
    'mapping: 1\nset:\n  "@timestamp": .t\n  event.action: .a | find "(x"\n',
    '4:27 REGEX_SYNTAX "(x" is not a regular expression: missing closing ): `(x`.',
  ],
  [
    'part of a time',
    'mapping: 1\nset:\n  "@timestamp": .t | time "%Y-%M-%D"\n',
    '3:27 ARGUMENT "%D" is no part of a time. Did you mean "%d"? Parts: %Y %y %m %b %d %e %H %I %M %S %f %p %z %Z %a %j.',
  ],
  [
    'a key without its dot',
    'mapping: 1\nclassify: { table: t, by: [action] }\ntables: { t: { a: b } }\nset: { "@timestamp": .t | time iso }\n',
    '2:28 VALUE_INVALID "action" is a constant here, the same for every record. Write .action.',
  ],
  [
    'a switch, a match and a from of a constant',
    'mapping: 1\nset:\n  "@timestamp": .t | time iso\n  event.reason: { from: why, map: { a: b } }\nmatch: { from: msg, patterns: ["{_}"] }\nswitch: { by: kind, cases: { x: { set: { event.code: x } } } }\n',
    '4:25 VALUE_INVALID "why" is a constant here, the same for every record. Write .why.',
    '5:16 VALUE_INVALID "msg" is a constant here, the same for every record. Write .msg.',
    '6:15 VALUE_INVALID "kind" is a constant here, the same for every record. Write .kind.',
  ],
  [
    'a range that runs backwards',
    'mapping: 1\nset:\n  "@timestamp": .t | time iso\n  event.outcome: { from: .s, map: { 599..400: failure } }\n',
    '4:37 VALUE_INVALID 599..400 fits nothing. Write 400..599.',
  ],
];

const samples = [parseJson('{"ts": 1700000000.25, "level": "info", "msg": "started 3 workers"}')!];

test.each(mistakes)('%s', (name, text, ...printed) => {
  const more = name.endsWith('with samples') ? { samples: () => samples } : {};
  expect(problemsOf(text, more)).toEqual(printed.map((line) => `${file}:${line}`));
});

describe('all of a file at once', () => {
  test('by place, at most fifty', () => {
    const lines = Array.from({ length: 80 }, (_, i) => `  acme.f${i}: .x\n`).join('');
    const problems = problemsOf(`mapping: 1\nset:\n  "@timestamp": .t\n${lines}`);
    expect(problems.length).toBe(50);
    expect(problems[0]).toContain(':4:3 ');
    expect(problems[49]).toContain(':53:3 ');
  });

  test('a path that no sample has is a warning with the nearest', () => {
    const text = 'mapping: 1\nset:\n  "@timestamp": .ts | time epoch_s\n  message: .mgs\n';
    const checked = compileMapping({ mapping: { file, text }, samples: () => samples });
    expect(checked.problems.map(formatProblem)).toEqual([
      `${file}:4:12 PATH_NEVER_SEEN .mgs is in none of the 1 samples. Nearest seen: .msg.`,
    ]);
    expect(checked.value).toBeDefined();
  });
});
