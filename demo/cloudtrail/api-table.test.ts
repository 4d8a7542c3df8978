import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { createWorld } from '../world/world.ts';
import { apis, chooseApi } from './api-choice.ts';
import { parseApis } from './api-table.ts';
import { createPools } from './pools.ts';
import { compileTemplate } from './template.ts';

const random = createRandom('apis');
const world = createWorld(random.fork('world'));
const pools = (foreign: boolean) =>
  createPools(random.fork('pools'), world.account('data'), { logins: ['a.b'], size: 1, foreign });

describe('the table of APIs', () => {
  it.each([false, true])('gives JSON for every request and response (foreign letters: %s)', (foreign) => {
    const filled = pools(foreign);
    filled.now = Date.UTC(2026, 0, 31);
    for (const api of apis) {
      for (filled.turn = 0; filled.turn < 1; filled.turn += 0.07) {
        for (const template of [api.request, api.response]) {
          if (template) expect(() => JSON.parse(template(random, filled)), api.name).not.toThrow();
        }
      }
    }
  });

  it('reads lines, services in between, and groups', () => {
    const [one, two, three] = parseApis(
      'x.amazonaws.com\nGetOne 2 service=rds | {"a":1} | {"b":2} | key\n* 0.5 user | - | ListTwo PutThree',
    );
    expect(one).toMatchObject({
      source: 'x.amazonaws.com',
      share: 2,
      caller: 'service',
      invokedBy: 'rds.amazonaws.com',
      resources: 'key',
      readOnly: true,
    });
    expect(one.response!(random, pools(false))).toBe('{"b":2}');
    expect(two).toMatchObject({ name: 'ListTwo', share: 0.5, request: null, response: null, readOnly: true });
    expect(three).toMatchObject({ name: 'PutThree', readOnly: false });
  });

  it('refuses words it does not know and leaves capitals alone', () => {
    expect(() => compileTemplate('$nonsense')).toThrow('unknown word $nonsense');
    expect(compileTemplate('$Latest')(random, pools(false))).toBe('$Latest');
  });

  it('names the same thing twice in a record', () => {
    const [first, second] = compileTemplate('$role,$role')(random, { ...pools(false), turn: 0.37 }).split(',');
    expect(first).toBe(second);
  });

  it('lets the inventory only read', () => {
    for (let i = 0; i < 2000; i++) expect(chooseApi(random, 'inventory').readOnly).toBe(true);
  });
});
