import type { Place } from '../../core/mapping/derivations/place.ts';

/** Where a database keeps what: dotted names, tried in order. */
export type PlacePaths = Readonly<Record<PlacePart, readonly string[]>>;
export type PlacePart = Exclude<keyof Place, 'location'> | 'latitude' | 'longitude';

/**
 * The names that MaxMind GeoIP2 and GeoLite2, DB-IP, IPinfo and ip-location-db use (their own documentation of fields).
 */
export const knownPaths: PlacePaths = {
  country_iso_code: ['country.iso_code', 'country_code', 'country'],
  country_name: ['country.names.en', 'country_name'],
  city_name: ['city.names.en', 'city', 'city_name'],
  continent_code: ['continent.code', 'continent_code', 'continent'],
  continent_name: ['continent.names.en', 'continent_name'],
  region_iso_code: ['subdivisions.0.iso_code', 'region_code'],
  region_name: ['subdivisions.0.names.en', 'region', 'region_name', 'state1', 'state'],
  postal_code: ['postal.code', 'postal_code', 'postcode', 'zip'],
  timezone: ['location.time_zone', 'timezone', 'time_zone'],
  latitude: ['location.latitude', 'latitude', 'lat'],
  longitude: ['location.longitude', 'longitude', 'lng', 'lon'],
  asn: ['autonomous_system_number', 'asn', 'as_number', 'traits.autonomous_system_number'],
  organization: [
    'autonomous_system_organization',
    'as_organization',
    'as_name',
    'organization',
    'traits.autonomous_system_organization',
  ],
};

/** Reads one entry of a database, whatever its schema. `paths` add to the known ones and are tried first. */
export function readPlace(entry: unknown, paths: Partial<PlacePaths> = {}): Place {
  const text = (part: PlacePart) => find(entry, [...(paths[part] ?? []), ...knownPaths[part]], asText);
  const number = (part: PlacePart) => find(entry, [...(paths[part] ?? []), ...knownPaths[part]], asNumber);
  const country = isoCode(text('country_iso_code'));
  const [lat, lon] = [number('latitude'), number('longitude')];
  const place: { [Part in keyof Place]: Place[Part] | undefined } = {
    city_name: text('city_name'),
    continent_code: isoCode(text('continent_code')),
    continent_name: text('continent_name'),
    country_iso_code: country,
    country_name: text('country_name'),
    region_iso_code: regionCode(country, text('region_iso_code')),
    region_name: text('region_name'),
    postal_code: text('postal_code'),
    timezone: text('timezone'),
    location: lat === undefined || lon === undefined ? undefined : { lat, lon },
    asn: number('asn'),
    organization: text('organization'),
  };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function find<T>(entry: unknown, paths: readonly string[], read: (value: unknown) => T | undefined): T | undefined {
  for (const path of paths) {
    const value = read(path.split('.').reduce(member, entry));
    if (value !== undefined) return value;
  }
  return undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Numbers, numbers as text, and `AS64500`. */
function asNumber(value: unknown): number | undefined {
  const text = asText(value)?.replace(/^AS(?=\d)/, '');
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Two capital letters; some databases keep a country's or continent's name under the same key. */
function isoCode(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Z]{2}$/.test(text) ? text : undefined;
}

/** ISO 3166-2 has the country in front: `DE-BE`. */
function regionCode(country: string | undefined, region: string | undefined): string | undefined {
  if (region === undefined || country === undefined || region.includes('-')) return region;
  return `${country}-${region}`;
}
