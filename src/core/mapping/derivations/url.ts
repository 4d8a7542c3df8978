import type { Derivation, Derived } from './derivation.ts';
import { splitUrl } from './split-url.ts';

const partFields = [
  'url.scheme',
  'url.username',
  'url.domain',
  'url.port',
  'url.path',
  'url.extension',
  'url.query',
  'url.fragment',
];

/** Parts of the URL from the whole. */
const urlParts: Derivation = {
  name: 'url.parts',
  from: ['url.original', 'url.full'],
  to: partFields,
  derive(fields) {
    const whole = fields.one('url.full') ?? fields.one('url.original');
    if (whole === undefined) return {};
    return Object.fromEntries(Object.entries(splitUrl(whole)).map(([part, value]) => [`url.${part}`, value]));
  },
};

/** The whole from the parts, when the log has only those. `full` needs a scheme and a domain. */
const urlWhole: Derivation = {
  name: 'url.whole',
  from: ['url.original', 'url.full', 'url.scheme', 'url.domain', 'url.port', 'url.path', 'url.query', 'url.fragment'],
  to: ['url.original', 'url.full'],
  derive(fields): Derived {
    const original = fields.one('url.original');
    const built = buildUrl(fields.one);
    const full = fields.one('url.full') ?? built.full;
    return { 'url.full': full, 'url.original': original ?? full ?? built.target };
  },
};

function buildUrl(one: (field: string) => string | undefined): { full?: string; target?: string } {
  const [scheme, domain, port] = [one('url.scheme'), one('url.domain'), one('url.port')];
  const [path, query, fragment] = [one('url.path'), one('url.query'), one('url.fragment')];
  const tail = `${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`;
  if (scheme === undefined || domain === undefined) return path === undefined ? {} : { target: `${path}${tail}` };
  return { full: `${scheme}://${domain}${port === undefined ? '' : `:${port}`}${path ?? ''}${tail}` };
}

export const urlDerivations: readonly Derivation[] = [urlParts, urlWhole];
