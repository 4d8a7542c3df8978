import { type AsnResponse, type CityResponse, Reader } from 'maxmind';
import { describe, expect, it } from 'vitest';
import { asnDatabase, cityDatabase } from './databases.ts';

const built = Date.UTC(2026, 0, 31);
const city = new Reader<CityResponse>(Buffer.from(cityDatabase(built)));
const asn = new Reader<AsnResponse>(Buffer.from(asnDatabase(built)));

describe('the demo databases, read by maxmind', () => {
  it.each([
    ['198.18.0.1', 'IE', 'Dublin', 64496, 'Liffey Fibre'],
    ['198.19.255.254', 'KZ', 'Almaty', 64510, 'Steppe Servers'],
    ['198.51.100.9', 'CH', 'Zurich', 64511, 'Onion Meadow Relays'],
    ['203.0.113.5', 'IE', 'Dublin', 64496, 'Liffey Fibre'],
    ['203.0.113.200', 'IE', 'Dublin', 64506, 'Example Cloud'],
    ['192.0.2.130', 'DE', 'Munich', 64499, 'Isar Netz'],
    ['2001:db8:128::7', 'PL', 'Kraków', 64502, 'Wisla Cable'],
    ['2001:db8:ffff::1', 'IE', 'Dublin', 64506, 'Example Cloud'],
  ])('knows %s', (address, country, name, number, organization) => {
    expect(city.get(address)?.country?.iso_code).toBe(country);
    expect(city.get(address)?.city?.names.en).toBe(name);
    expect(asn.get(address)).toEqual({
      autonomous_system_number: number,
      autonomous_system_organization: organization,
    });
  });

  it.each(['198.17.255.255', '198.20.0.0', '8.8.8.8', '2001:db9::1'])('does not know %s', (address) => {
    expect(city.get(address)).toBeNull();
    expect(asn.get(address)).toBeNull();
  });

  it('keeps numbers', () => {
    expect(city.get('198.19.40.1')?.location).toEqual({
      latitude: -23.5475,
      longitude: -46.6361,
      time_zone: 'America/Sao_Paulo',
    });
    expect(city.metadata.buildEpoch).toEqual(new Date(built));
  });
});
