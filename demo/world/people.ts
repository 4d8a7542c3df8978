import type { Random } from '../random/random.ts';
import { addressIn, blocksFor } from './networks.ts';

export interface Person {
  /** `first.last`: mail name, IAM user name, session name. */
  readonly login: string;
  readonly team: Team;
  readonly homeAddress: string;
  /** Share of days in the office. */
  readonly officeShare: number;
  readonly browser: string;
}

export type Team = 'platform' | 'backend' | 'data' | 'support' | 'finance' | 'sales';

const teamSizes: readonly (readonly [Team, number])[] = [
  ['platform', 6],
  ['backend', 12],
  ['data', 4],
  ['support', 8],
  ['finance', 4],
  ['sales', 6],
];

const firstNames = (
  'Aoife Bram Carla Dario Elif Finn Greta Hugo Ines Jonas Katya Liam Maren Niall Olga Pavel Quinn Rosa Sven Tomas ' +
  'Una Vera Wout Ximena Yusuf Zofia Anouk Bruno Ciara Diego Emre Freya Gijs Hanna Ivo Joana Kees Lena Mateo Nora'
).split(' ');
const lastNames = (
  'Alderwick Brandsma Carvalhal Dunmorey Eekhof Farrelly Gouveira Hollander Ivarsen Joostens Kilcannon Lourenco ' +
  'Mulvaney Noordam Oakhurst Pereirinha Quillan Roosma Sequeira Tuinman Underhay Veldkamp Whelan Xavierson Yarrow ' +
  'Zandstra Ashgrove Boersma Coelhoso Driessma'
).split(' ');

const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
];

export function createPeople(random: Random): readonly Person[] {
  const first = random.shuffle(firstNames);
  const last = random.shuffle(lastNames);
  const homes = blocksFor('home');
  const teams = teamSizes.flatMap(([team, size]) => Array<Team>(size).fill(team));
  return teams.map((team, i) => {
    const [firstName, lastName] = [first[i % first.length], last[i % last.length]];
    return {
      login: `${firstName}.${lastName}`.toLowerCase(),
      team,
      homeAddress: addressIn(random, random.pick(homes).network),
      officeShare: random.pick([0, 0.2, 0.4, 0.6]),
      browser: random.pick(browsers),
    };
  });
}

/** Public address of the office. */
export const officeAddress = '203.0.113.5';
