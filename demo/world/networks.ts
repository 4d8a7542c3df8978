import type { Random } from '../random/random.ts';

/** Who uses addresses of a block. `edge` are the company's own public addresses in the cloud. */
export type BlockUse =
  | 'office'
  | 'home'
  | 'edge'
  | 'runner'
  | 'partner'
  | 'customer'
  | 'crawler'
  | 'hosting'
  | 'relay'
  | 'reserve';

export interface Place {
  readonly country: string;
  readonly countryName: string;
  readonly continent: string;
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly zone: string;
}

export interface AddressBlock {
  readonly network: string;
  readonly asn: number;
  readonly organization: string;
  readonly use: BlockUse;
  readonly place: Place;
}

function place(code: string, name: string, rest: string): Place {
  const [continent, city, latitude, longitude, zone] = rest.split(' ');
  return {
    country: code,
    countryName: name,
    continent,
    city: city.replace('_', ' '),
    latitude: Number(latitude),
    longitude: Number(longitude),
    zone,
  };
}

const dublin = place('IE', 'Ireland', 'EU Dublin 53.3331 -6.2489 Europe/Dublin');
const amsterdam = place('NL', 'Netherlands', 'EU Amsterdam 52.374 4.8897 Europe/Amsterdam');
const lisbon = place('PT', 'Portugal', 'EU Lisbon 38.7167 -9.1333 Europe/Lisbon');
const munich = place('DE', 'Germany', 'EU Munich 48.1374 11.5755 Europe/Berlin');
const lyon = place('FR', 'France', 'EU Lyon 45.7485 4.8467 Europe/Paris');
const leeds = place('GB', 'United Kingdom', 'EU Leeds 53.7965 -1.5478 Europe/London');
const krakow = place('PL', 'Poland', 'EU Kraków 50.0614 19.9366 Europe/Warsaw');
const chicago = place('US', 'United States', 'NA Chicago 41.85 -87.65 America/Chicago');
const ashburn = place('US', 'United States', 'NA Ashburn 39.0438 -77.4874 America/New_York');
const tokyo = place('JP', 'Japan', 'AS Tokyo 35.6895 139.6917 Asia/Tokyo');
const saoPaulo = place('BR', 'Brazil', 'SA São_Paulo -23.5475 -46.6361 America/Sao_Paulo');
const vilnius = place('LT', 'Lithuania', 'EU Vilnius 54.6892 25.2798 Europe/Vilnius');
const singapore = place('SG', 'Singapore', 'AS Singapore 1.2897 103.8501 Asia/Singapore');
const almaty = place('KZ', 'Kazakhstan', 'AS Almaty 43.25 76.9167 Asia/Almaty');
const zurich = place('CH', 'Switzerland', 'EU Zurich 47.3667 8.55 Europe/Zurich');

function operator(asn: number, organization: string) {
  return (network: string, use: BlockUse, where: Place): AddressBlock => ({
    network,
    asn,
    organization,
    use,
    place: where,
  });
}

const liffey = operator(64496, 'Liffey Fibre');
const amstel = operator(64497, 'Amstel Broadband');
const tejo = operator(64498, 'Tejo Telecom');
const isar = operator(64499, 'Isar Netz');
const rhone = operator(64500, 'Rhone Mobile');
const northmoor = operator(64501, 'Northmoor Broadband');
const wisla = operator(64502, 'Wisla Cable');
const lakes = operator(64503, 'Five Lakes Telephone');
const kanto = operator(64504, 'Kanto Hikari');
const paulista = operator(64505, 'Paulista Fibra');
const cloud = operator(64506, 'Example Cloud');
const wander = operator(64507, 'Wanderlight Search');
const baltic = operator(64508, 'Baltic Bare Metal');
const harbour = operator(64509, 'Harbour VPS');
const steppe = operator(64510, 'Steppe Servers');
const meadow = operator(64511, 'Onion Meadow Relays');

/**
 * The demo's internet: RFC 2544's benchmark range, the documentation ranges (RFC 5737, RFC 3849) and documentation AS
 * numbers (RFC 5398) only. Larger networks come before the ones inside them.
 */
export const addressBlocks: readonly AddressBlock[] = [
  harbour('198.18.0.0/15', 'reserve', singapore),
  cloud('203.0.113.0/24', 'reserve', dublin),
  cloud('192.0.2.0/24', 'reserve', ashburn),
  cloud('2001:db8::/32', 'reserve', dublin),
  liffey('198.18.0.0/20', 'home', dublin),
  amstel('198.18.16.0/20', 'home', amsterdam),
  tejo('198.18.32.0/20', 'home', lisbon),
  isar('198.18.48.0/20', 'customer', munich),
  rhone('198.18.64.0/19', 'customer', lyon),
  northmoor('198.18.96.0/19', 'customer', leeds),
  wisla('198.18.128.0/18', 'customer', krakow),
  lakes('198.18.192.0/18', 'customer', chicago),
  kanto('198.19.0.0/19', 'customer', tokyo),
  paulista('198.19.32.0/19', 'customer', saoPaulo),
  baltic('198.19.64.0/19', 'hosting', vilnius),
  harbour('198.19.96.0/19', 'hosting', singapore),
  steppe('198.19.128.0/17', 'hosting', almaty),
  meadow('198.51.100.0/24', 'relay', zurich),
  liffey('203.0.113.0/28', 'office', dublin),
  cloud('203.0.113.64/26', 'edge', dublin),
  cloud('203.0.113.128/26', 'runner', ashburn),
  wander('192.0.2.0/25', 'crawler', ashburn),
  isar('192.0.2.128/25', 'partner', munich),
  rhone('2001:db8:64::/48', 'customer', lyon),
  wisla('2001:db8:128::/48', 'customer', krakow),
  baltic('2001:db8:bad::/48', 'hosting', vilnius),
];

export const blocksFor = (use: BlockUse): readonly AddressBlock[] => addressBlocks.filter((block) => block.use === use);

/** An address of the block that can be a host's: never the first or last of an IPv4 network. */
export function addressIn(random: Random, network: string): string {
  const [base, length] = network.split('/');
  if (base.includes(':')) {
    const groups = () => random.int(65535).toString(16);
    return `${base.replace('::', '')}:${random.int(16).toString(16)}:${groups()}:${groups()}:${groups()}:${(1 + random.int(65534)).toString(16)}`;
  }
  const number = base.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const host = number + 1 + random.int(2 ** (32 - Number(length)) - 2);
  return [host >>> 24, (host >>> 16) & 255, (host >>> 8) & 255, host & 255].join('.');
}
