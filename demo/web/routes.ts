import { type Weighted, weighted } from '../random/weighted.ts';

/** A route of the product and what its answers look like. */
export interface Route {
  readonly method: string;
  /** `{parcel}`, `{shop}`, `{number}` and `{word}` are filled in per request. */
  readonly path: string;
  readonly query: string;
  /** Usual answer, and bytes of it. */
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** `share method path[?query] status bytes milliseconds` */
function routes(table: string): Weighted<Route> {
  const lines = table.trim().split('\n');
  return weighted(
    lines.map((line): [Route, number] => {
      const [share, method, target, status, bytes, milliseconds] = line.trim().split(/\s+/);
      const [path, query = ''] = target.split('?');
      const answer = { status: Number(status), bytes: Number(bytes), milliseconds: Number(milliseconds) };
      return [{ method, path, query, ...answer }, Number(share)];
    }),
  );
}

/** The web application: pages, their parts, what they ask of the API. */
export const appRoutes = routes(`
  10 GET  /                                          200  9400  18
  14 GET  /assets/app-{number}.js                    200 82000   4
  10 GET  /assets/app-{number}.css                   200 21000   3
  16 GET  /track/{parcel}                            200  6100  35
   8 GET  /track?number={parcel}                     302   180  12
   6 GET  /login                                     200  4200  10
   5 POST /login                                     303   120  95
   1 POST /login                                     401   310  90
  12 GET  /dashboard                                 200 15200  80
   7 GET  /shipments?page={number}&status=open       200 18800  74
   4 GET  /shipments/{parcel}                        200  7300  41
   2 GET  /account/settings                          200  5200  22
   3 GET  /favicon.ico                               304     0   2
   2 GET  /help/{word}                               200  8800   9
   1 GET  /help/{word}                               404  1100   7
`);

/** The API as partners and shops use it. */
export const apiRoutes = routes(`
  22 POST /v2/shipments                              201   640 110
  30 GET  /v2/shipments/{parcel}                     200  1150  32
  18 GET  /v2/shipments/{parcel}/events              200  2400  45
   9 GET  /v2/rates?from=IE&to=NL&weight={number}    200   880  60
   6 POST /v2/labels/render                          200 38000 240
   5 GET  /v2/labels/{parcel}.pdf                    200 41000  85
   4 GET  /v2/pickups?date=next                      200  1900  38
   2 DELETE /v2/shipments/{parcel}                   204     0  40
   2 GET  /v2/shipments/{parcel}                     404   140  15
   1 POST /v2/shipments                              422   390  30
   0.4 GET /v2/shops/{shop}/invoices                 403   130  12
   0.2 POST /v2/shipments                            500   210 900
`);

/** The tracking app on phones. */
export const mobileRoutes = routes(`
  50 GET  /v2/track/{parcel}                         200   940  28
  20 GET  /v2/track/{parcel}?since={number}          200   420  22
  12 GET  /v2/track/{parcel}/map                     200 24000  70
   8 POST /v2/devices                                201   180  40
   6 GET  /v2/track/{parcel}                         404   140  14
   4 PUT  /v2/devices/{number}/push                  204     0  33
`);

/** What search engines read. */
export const crawlerRoutes = routes(`
   3 GET  /robots.txt                                200   210   3
   2 GET  /sitemap.xml                               200  3300   6
   8 GET  /help/{word}                               200  8800   9
   5 GET  /                                          200  9400  18
   3 GET  /blog/{word}                               200 12400  14
   1 GET  /blog/{word}                               404  1100   7
`);
