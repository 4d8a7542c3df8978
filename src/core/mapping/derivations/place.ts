import type { FieldValue } from '../target.ts';
import type { Derivation } from './derivation.ts';

/** What is known of where an address is and whose it is. Names are those of ECS `geo` and `as`. */
export interface Place {
  readonly city_name?: string;
  readonly continent_code?: string;
  readonly continent_name?: string;
  readonly country_iso_code?: string;
  readonly country_name?: string;
  readonly region_iso_code?: string;
  readonly region_name?: string;
  readonly postal_code?: string;
  readonly timezone?: string;
  /** Degrees. */
  readonly location?: { readonly lat: number; readonly lon: number };
  readonly asn?: number;
  readonly organization?: string;
}

/** Undefined when nothing is known of the address, or it is not public. */
export type LocateAddress = (ip: string) => Place | undefined;

const prefixes = ['source', 'destination', 'client', 'server'];

const geoFields = [
  'city_name',
  'continent_code',
  'continent_name',
  'country_iso_code',
  'country_name',
  'region_iso_code',
  'region_name',
  'postal_code',
  'timezone',
] as const;

/** `x.geo.*` and `x.as.*` of public addresses. */
export function placeDerivations(locate: LocateAddress): readonly Derivation[] {
  return prefixes.map((prefix) => ({
    name: `${prefix}.geo`,
    from: [`${prefix}.ip`],
    to: [
      ...geoFields.map((name) => `${prefix}.geo.${name}`),
      `${prefix}.geo.location`,
      `${prefix}.as.number`,
      `${prefix}.as.organization.name`,
    ],
    derive(fields) {
      const ip = fields.one(`${prefix}.ip`);
      const place = ip === undefined ? undefined : locate(ip);
      return place === undefined ? {} : placeFields(prefix, place);
    },
  }));
}

function placeFields(prefix: string, place: Place): Readonly<Record<string, FieldValue | undefined>> {
  const { location, asn, organization } = place;
  return {
    ...Object.fromEntries(geoFields.map((name) => [`${prefix}.geo.${name}`, place[name]])),
    [`${prefix}.geo.location`]: location && JSON.stringify({ lat: location.lat, lon: location.lon }),
    [`${prefix}.as.number`]: asn === undefined ? undefined : BigInt(asn),
    [`${prefix}.as.organization.name`]: organization,
  };
}
