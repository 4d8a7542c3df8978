import type { Random } from '../random/random.ts';
import { customerRhythm, type Rhythm, steadyRhythm } from '../rhythm/rhythm.ts';
import { minute, second } from '../time/stamp.ts';
import { createClient, createIpv4Client } from '../world/client.ts';
import { blocksFor } from '../world/networks.ts';
import type { World } from '../world/world.ts';
import { browserAgents, phoneAgents } from './agents.ts';
import { type Connection, connect, countedRequest, redirectedRequest, routedRequest } from './request-factory.ts';
import { apiRoutes, appRoutes, crawlerRoutes, mobileRoutes, type Route } from './routes.ts';
import { largeBody, scan, scrape } from './scans.ts';
import type { WebRequest } from './web-request.ts';

/** A kind of visitor: how often visits of it begin, and the requests of one. */
export interface Visitor {
  readonly perHour: number;
  readonly rhythm: Rhythm;
  visit(world: World, random: Random, start: number): readonly WebRequest[];
}

function requests(
  random: Random,
  connection: Connection,
  start: number,
  plan: { count: number; pause: number; draw: (random: Random) => Route },
) {
  let time = start;
  return Array.from({ length: plan.count }, () => {
    const request = routedRequest(random, connection, time, plan.draw(random));
    time += 40 + random.gap(plan.pause);
    return request.path === '/v2/labels/render' && random.chance(0.3) ? countedRequest(request, largeBody) : request;
  });
}

const customers = [...blocksFor('customer'), ...blocksFor('home')];

function browse(world: World, random: Random, start: number): readonly WebRequest[] {
  const connection = connect(random, {
    client: createClient(random, customers),
    agent: random.pick(browserAgents),
    balancer: world.publicBalancer,
    host: 'app.example.com',
    http2: true,
  });
  const plan = { count: 2 + random.count(5), pause: 9 * second, draw: appRoutes.draw };
  const pages = requests(random, connection, start + 120, plan).map((page, i) =>
    i === 0 ? page : { ...page, referrer: 'https://app.example.com/' },
  );
  return random.chance(0.3) ? [redirectedRequest({ ...pages[0], time: start }), ...pages] : pages;
}

function trackOnPhone(world: World, random: Random, start: number): readonly WebRequest[] {
  const connection = connect(random, {
    client: createClient(random, customers),
    agent: random.pick(phoneAgents),
    balancer: world.publicBalancer,
    http2: true,
  });
  return requests(random, connection, start, {
    count: 1 + random.count(1.8),
    pause: 6 * second,
    draw: mobileRoutes.draw,
  });
}

const apiAgents = ['python-requests/2.32.3', 'axios/1.7.7', 'okhttp/4.12.0', 'Go-http-client/2.0', 'GuzzleHttp/7'];

function callApi(world: World, random: Random, start: number): readonly WebRequest[] {
  const shop = random.fork(`shop ${random.int(60)}`);
  const connection = connect(random, {
    client: createIpv4Client(shop, blocksFor('customer')),
    agent: shop.pick(apiAgents),
    balancer: world.publicBalancer,
  });
  return requests(random, connection, start, { count: 1 + random.count(4), pause: 2 * second, draw: apiRoutes.draw });
}

/** Partners are few; each always comes with the same address and program. */
function callAsPartner(world: World, random: Random, start: number): readonly WebRequest[] {
  const partner = random.int(4);
  const block = blocksFor('partner')[0];
  const connection = connect(random, {
    client: { address: `192.0.2.${140 + partner * 7}`, block },
    agent: [
      'ShopBridge/3.2',
      'parcel-sync/1.14 (+https://partner.example.com)',
      'Apache-HttpClient/5.3 (Java/21)',
      'okhttp/4.12.0',
    ][partner],
    balancer: world.partnerBalancer,
  });
  return requests(random, connection, start, { count: 1 + random.count(5), pause: 900, draw: apiRoutes.draw });
}

function crawl(world: World, random: Random, start: number): readonly WebRequest[] {
  const connection = connect(random, {
    client: createClient(random, blocksFor('crawler')),
    agent: 'Mozilla/5.0 (compatible; WanderlightBot/1.3; +https://search.example.net/bot)',
    balancer: world.publicBalancer,
    host: 'app.example.com',
  });
  return requests(random, connection, start, {
    count: 2 + random.count(6),
    pause: 20 * second,
    draw: crawlerRoutes.draw,
  });
}

const health: Route = { method: 'GET', path: '/healthz', query: '', status: 200, bytes: 30, milliseconds: 5 };

/** The uptime service asks both host names every quarter of an hour; its rate does not grow with the company. */
export function checkUptime(world: World, random: Random, start: number): readonly WebRequest[] {
  return [0, 15, 30, 45].flatMap((at) =>
    world.publicBalancer.hostNames.map((host) => {
      const client = { address: `203.0.113.${130 + (at % 4)}`, block: blocksFor('runner')[0] };
      const agent = 'ExampleUptime/2.1 (+https://uptime.example.net)';
      const connection = connect(random, { client, agent, balancer: world.publicBalancer, host });
      return routedRequest(random, connection, start + at * minute + 7 * second + random.int(900), health);
    }),
  );
}

/** Rates make about 35,000 requests in 32 days. */
export const visitors: readonly Visitor[] = [
  { perHour: 1.75, rhythm: customerRhythm, visit: browse },
  { perHour: 3, rhythm: customerRhythm, visit: trackOnPhone },
  { perHour: 1.3, rhythm: customerRhythm, visit: callApi },
  { perHour: 1.1, rhythm: customerRhythm, visit: callAsPartner },
  { perHour: 0.25, rhythm: steadyRhythm, visit: crawl },
  { perHour: 0.14, rhythm: steadyRhythm, visit: scan },
  { perHour: 0.012, rhythm: steadyRhythm, visit: scrape },
];
