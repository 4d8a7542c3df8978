import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openState, type State } from '../../../state/open-state.ts';
import { investigateActor } from '../../../timeline/investigate-actor.ts';
import {
  account,
  call,
  otherAccount,
  type Sample,
  sessionArn,
  storeOf,
} from '../../../timeline/testing/sample-store.ts';
import { formatActor, formatNobody } from './actor-text.ts';

let folder: string;
let state: State;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kushi-actor-text-'));
  state = await openState(folder, { write: true });
});
afterAll(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

async function textOf(samples: readonly Sample[], id: string): Promise<string> {
  const found = await investigateActor(await storeOf(samples), state.db, { id, range: {} });
  return found.identity === null ? formatNobody(found) : formatActor(found);
}

const key = 'ASIAAAAAAAAAAAAAAAA1';
const nextKey = 'ASIAAAAAAAAAAAAAAAA2';
const evil = 'x\u001b[2J\u202ey\nz';

describe('formatActor', () => {
  test('nothing that an attacker writes reaches the terminal as it is', async () => {
    const arn = sessionArn('web', evil);
    const samples = [
      call(
        '10:00',
        'AssumeRole',
        { key, arn },
        { 'aws.issued_access_key_id': nextKey, 'event.action': `Assume${evil}` },
      ),
      call('10:01', `Create${evil}`, { key, arn }, { 'event.type': ['creation'], 'user.target.name': evil }),
      call('10:02', 'GetObject', { key: nextKey, arn }, { 'aws.bucket': evil, 'event.type': ['access'] }),
      call('10:03', 'StopLogging', { key, arn }, { 'user.name': evil }),
    ];
    const text = await textOf(samples, key);
    expect(text).toContain('⟦ESC⟧[2J');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).not.toMatch(/^z/m);
    expect(await textOf(samples, evil)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('a chain is a tree, each station once, circles too', async () => {
    const web = sessionArn('web', 'a');
    const admin = sessionArn('admin', 'a', otherAccount);
    const text = await textOf(
      [
        call('10:00', 'AssumeRole', { key, arn: web }, { 'aws.issued_access_key_id': nextKey }),
        call('10:01', 'AssumeRole', { key: nextKey, arn: admin }, { 'aws.issued_access_key_id': key }),
      ],
      key,
    );
    const tree = text.slice(text.indexOf('Chain\n') + 6, text.indexOf('\nTimeline'));
    expect(tree.trimEnd().split('\n')).toEqual([
      `web/a in ${account} (${key}), 1 call  ← asked for`,
      `└─ admin/a in ${otherAccount} (${nextKey})  AssumeRole 2026-11-24 10:00:00, 1 call`,
      `   └─ web/a in ${account} (${key})  AssumeRole 2026-11-24 10:01:00, 1 call  (above)`,
    ]);
  });
});

describe('formatNobody', () => {
  test.each<[string, readonly Sample[], RegExp]>([
    ['never seen', [], /^bob was never seen\.\n$/],
    [
      'several',
      [account, otherAccount].map((of) => call('10:00', 'ListUsers', { arn: `arn:aws:iam::${of}:user/bob` })),
      /any of these.*\n {2}arn:aws:iam::111122223333:user\/bob\n {2}arn:aws:iam::444455556666:user\/bob\n$/,
    ],
  ])('%s', async (_, samples, expected) => expect(await textOf(samples, 'bob')).toMatch(expected));
});
