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

/**
 * `x.geo.*` and `x.as.*` of public addresses. An address narrows to the text of its place: there are far fewer places than
 * addresses. A locator that gives one object for one place spares writing its text again.
 */
export function placeDerivations(locate: LocateAddress): readonly Derivation[] {
  const texts = new WeakMap<Place, string>();
  const placeText = (ip: string): string => {
    const place = locate(ip);
    if (place === undefined) return '';
    let text = texts.get(place);
    if (text === undefined) {
      text = JSON.stringify(place);
      texts.set(place, text);
    }
    return text;
  };
  return prefixes.map((prefix) => {
    const names = geoFields.map((name) => [name, `${prefix}.geo.${name}`] as const);
    const location = `${prefix}.geo.location`;
    const asn = `${prefix}.as.number`;
    const organization = `${prefix}.as.organization.name`;
    return {
      name: `${prefix}.geo`,
      from: [`${prefix}.ip`],
      to: [...names.map(([, field]) => field), location, asn, organization],
      narrow: placeText,
      derive(fields) {
        const text = fields.one(`${prefix}.ip`);
        if (text === undefined || text === '') return {};
        const place: Place = JSON.parse(text);
        const derived: Record<string, FieldValue | undefined> = {};
        for (const [name, field] of names) derived[field] = place[name];
        derived[location] = place.location && JSON.stringify({ lat: place.location.lat, lon: place.location.lon });
        derived[asn] = place.asn === undefined ? undefined : BigInt(place.asn);
        derived[organization] = place.organization;
        return derived;
      },
    };
  });
}
