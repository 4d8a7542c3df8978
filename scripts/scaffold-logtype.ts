const idPattern = /^[a-z][a-z0-9]*(?:\.[a-z][a-z0-9_]*)+$/;

/**
 * The files of a new log type, by name: small, and working as they stand but for the expected events of the sample, which
 * `npm run golden` writes. Undefined when `id` is not `vendor.log` in small letters.
 */
export function scaffoldLogType(id: string): ReadonlyMap<string, string> | undefined {
  if (!idPattern.test(id)) return undefined;
  const vendor = id.split('.', 1)[0];
  return new Map([
    ['logtype.yml', logtypeYml(id)],
    ['mapping.yml', mappingYml(vendor)],
    ['fields.yml', fieldsYml(vendor)],
    ['samples/first.json', sample(id)],
    ['README.md', readme(id)],
  ]);
}

function logtypeYml(id: string): string {
  return `id: ${id}
title: What the log is, in one line
docs: [https://docs.example.com/${id}]
version: 1
codec: { json: {} }                                # one record a line; docs/specs/logtype.md has the others
route: { key: ["**/${id}/**"], probe: { text: '*"log":"${id}"*' } }
sigma: { product: ${id.replace('.', ', service: ')} }
entities:                                          # the first that an event has is what alerts group by
  user.name: action
  source.ip: action
`;
}

function mappingYml(vendor: string): string {
  return `mapping: 1
tables:
  actions: |
    action     event.category   event.type
    sign_in    authentication   start
    sign_out   authentication   end
    *          authentication   info
classify: { table: actions, by: [.action] }
set:
  "@timestamp": .time | time iso
  event.kind: event
  event.action: .action
  event.outcome: { from: .result, map: { ok: success, "*": failure, absent: unknown } }
  user.name: .user
  source.address: .ip
  ${vendor}.tenant: .tenant
`;
}

function fieldsYml(vendor: string): string {
  return `fields:
  ${vendor}.tenant: { type: keyword, description: Tenant that the user belongs to }
record: [log, time, user, action, result, ip, tenant]
`;
}

/** Two records, and a third that is broken off. */
function sample(id: string): string {
  const signIn = { log: id, time: '2026-11-24T07:00:00Z', user: 'mina', action: 'sign_in', result: 'ok' };
  const records = [
    { ...signIn, ip: '203.0.113.7', tenant: 'north' },
    { ...signIn, time: '2026-11-24T07:01:00Z', user: 'jonas', result: 'wrong password', ip: '2001:db8::7' },
  ];
  return [...records.map((record) => JSON.stringify(record)), `{"log":"${id}","time":`, ''].join('\n');
}

function readme(id: string): string {
  return `# ${id}

Where the log comes from, and how to get it.

## What Kushi makes of it

Which records become what, and what is not said in them.

## Fields

<!-- fields -->
<!-- end of fields -->

## An event

<!-- sample first.json -->
<!-- end of sample -->
`;
}
