import { type AddressBlock, addressBlocks } from '../world/networks.ts';
import { mmdbMap } from './mmdb-value.ts';
import { writeMmdb } from './write-mmdb.ts';

function cityRecord({ place }: AddressBlock) {
  return mmdbMap({
    continent: mmdbMap({ code: place.continent }),
    country: mmdbMap({ iso_code: place.country, names: mmdbMap({ en: place.countryName }) }),
    city: mmdbMap({ names: mmdbMap({ en: place.city }) }),
    location: mmdbMap({
      latitude: { double: place.latitude },
      longitude: { double: place.longitude },
      time_zone: place.zone,
    }),
  });
}

function asnRecord(block: AddressBlock) {
  return mmdbMap({
    autonomous_system_number: { uint32: block.asn },
    autonomous_system_organization: block.organization,
  });
}

/** Country and city of every address the demo uses, in the schema of GeoLite2 City. */
export function cityDatabase(built: number): Uint8Array {
  return writeMmdb(
    { type: 'Kushi-Demo-City', text: 'Invented places of the demo networks', built },
    addressBlocks.map((block) => ({ network: block.network, value: cityRecord(block) })),
  );
}

/** AS number and organisation of every address the demo uses, in the schema of GeoLite2 ASN. */
export function asnDatabase(built: number): Uint8Array {
  return writeMmdb(
    { type: 'Kushi-Demo-ASN', text: 'Invented operators of the demo networks', built },
    addressBlocks.map((block) => ({ network: block.network, value: asnRecord(block) })),
  );
}
