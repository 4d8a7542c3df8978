import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocatable } from './is-locatable.ts';
import { openGeo } from './open-geo.ts';
import { readPlace } from './read-place.ts';
import { network, writeMmdb } from './testing/write-mmdb.ts';

const nested = {
  city: { names: { en: 'Berlin' } },
  continent: { code: 'EU', names: { en: 'Europe' } },
  country: { iso_code: 'DE', names: { en: 'Germany' } },
  location: { latitude: 52.5, longitude: -13.25, time_zone: 'Europe/Berlin' },
  postal: { code: '10115' },
  subdivisions: [{ iso_code: 'BE', names: { en: 'Land Berlin' } }],
};

describe('readPlace', () => {
  test.each([
    [
      'nested',
      nested,
      {
        city_name: 'Berlin',
        continent_code: 'EU',
        continent_name: 'Europe',
        country_iso_code: 'DE',
        country_name: 'Germany',
        region_iso_code: 'DE-BE',
        region_name: 'Land Berlin',
        postal_code: '10115',
        timezone: 'Europe/Berlin',
        location: { lat: 52.5, lon: -13.25 },
      },
    ],
    [
      'flat',
      { country_code: 'DE', city: 'Berlin', latitude: '52.5', longitude: '13', state1: 'Berlin' },
      { country_iso_code: 'DE', city_name: 'Berlin', region_name: 'Berlin', location: { lat: 52.5, lon: 13 } },
    ],
    [
      'country under its own name',
      { country: 'DE', asn: 'AS64500', as_name: 'Example' },
      { country_iso_code: 'DE', asn: 64500, organization: 'Example' },
    ],
    [
      'network',
      { autonomous_system_number: 64500, autonomous_system_organization: 'Example' },
      { asn: 64500, organization: 'Example' },
    ],
    ['a name where a code should be', { country: 'Germany' }, {}],
    ['nothing', null, {}],
  ])('%s', (_, entry, place) => expect(readPlace(entry)).toEqual(place));

  test('reads names of its own', () => {
    expect(readPlace({ where: { land: 'DE' }, country: 'FR' }, { country_iso_code: ['where.land'] })).toEqual({
      country_iso_code: 'DE',
    });
  });
});

test.each([
  ['192.0.2.1', true],
  ['198.18.0.1', true],
  ['203.0.113.9', true],
  ['2001:db8::1', true],
  ['8.8.8.8', true],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['127.0.0.1', false],
  ['169.254.1.1', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['::1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['x', false],
])('%s may be looked up: %s', (ip, may) => expect(isLocatable(ip)).toBe(may));

describe('openGeo', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'geo-'));
    const cities = [
      network('192.0.2.0/24', nested),
      network('2001:db8:0:0:0:0:0:0/32', { country_code: 'FR' }),
      network('10.0.0.0/8', { country_code: 'XX' }),
    ];
    await writeFile(join(folder, 'cities.mmdb'), writeMmdb(cities));
    await writeFile(
      join(folder, 'networks.mmdb'),
      writeMmdb([network('192.0.0.0/16', { autonomous_system_number: 64500, country: 'AT' })]),
    );
    await writeFile(join(folder, 'broken.mmdb'), 'not a database');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('asks every database, and the first that knows counts', async () => {
    const locate = await openGeo([{ file: join(folder, 'cities.mmdb') }, { file: join(folder, 'networks.mmdb') }]);
    expect(locate('192.0.2.7')).toMatchObject({ country_iso_code: 'DE', city_name: 'Berlin', asn: 64500 });
    expect(locate('192.0.3.7')).toEqual({ country_iso_code: 'AT', asn: 64500 });
    expect(locate('2001:db8::7')).toEqual({ country_iso_code: 'FR' });
    expect(locate('203.0.113.9')).toBeUndefined();
    expect(locate('10.0.0.1')).toBeUndefined();
  });

  test.each(['broken.mmdb', 'missing.mmdb'])('says that %s is no database', async (name) => {
    await expect(openGeo([{ file: join(folder, name) }])).rejects.toThrow(/cannot be read as a MaxMind DB/);
  });
});
