import type { Home } from '../command/home.ts';

/** A small log type of a user's own, as the files of its folder `own/acme.door`. */
export const doorLogType: Readonly<Record<string, string>> = {
  'logtype.yml': `id: acme.door
title: Door openings
docs: [https://example.com/door]
version: 1
codec: { lines: {} }
route: { key: ["**door*.log"], probe: { line: "????-??-??T* * * *" } }
entities:
  user.name: day
`,
  'fields.yml': `fields: {}
record: [time, user, door]
`,
  'mapping.yml': `mapping: 1
record:
  text:
    - '{time} {user} opened {door}'
set:
  "@timestamp": .time | time iso
  event.kind: event
  event.action: opened
  user.name: .user
`,
};

/** Writes the log type with some of its files changed. */
export function writeDoorLogType(home: Home, changed: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries({ ...doorLogType, ...changed })) home.write(`own/acme.door/${name}`, text);
}

/** The mapping with a second pattern, which takes what the first does not. */
export const fixedMapping = doorLogType['mapping.yml'].replace(
  '  text:\n',
  "  text:\n    - '{time} {user} closed {door}'\n",
);
