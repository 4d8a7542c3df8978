export interface UrlParts {
  scheme?: string;
  username?: string;
  domain?: string;
  port?: bigint;
  path?: string;
  extension?: string;
  query?: string;
  fragment?: string;
}

/**
 * A URL or the target of a request cut by hand: what scanners send breaks every strict parser, and their requests are the
 * ones worth finding. Nothing is decoded, and what does not look like a URL at all has no parts. ECS keeps the brackets
 * of an IPv6 literal in `domain`.
 */
export function splitUrl(text: string): UrlParts {
  const scheme = /^([a-z][a-z0-9+.-]{0,31}):\/\//i.exec(text);
  if (scheme === null) return text[0] === '/' || text[0] === '*' ? splitTarget(text) : splitAuthorityForm(text);
  const rest = text.slice(scheme[0].length);
  const end = rest.search(/[/?#\\]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  return {
    scheme: scheme[1].toLowerCase(),
    ...splitAuthority(authority),
    ...(end < 0 ? {} : splitTarget(rest.slice(end))),
  };
}

/** Path, query and fragment. */
function splitTarget(text: string): UrlParts {
  const parts: UrlParts = {};
  const hash = text.indexOf('#');
  const beforeHash = hash < 0 ? text : text.slice(0, hash);
  if (hash >= 0 && hash + 1 < text.length) parts.fragment = text.slice(hash + 1);
  const question = beforeHash.indexOf('?');
  const path = question < 0 ? beforeHash : beforeHash.slice(0, question);
  if (question >= 0 && question + 1 < beforeHash.length) parts.query = beforeHash.slice(question + 1);
  if (path !== '') parts.path = path;
  const extension = /[^/.][^/]*\.([\w-]{1,16})$/.exec(path.slice(path.lastIndexOf('/') + 1));
  if (extension !== null) parts.extension = extension[1];
  return parts;
}

function splitAuthority(text: string): UrlParts {
  const parts: UrlParts = {};
  const at = text.lastIndexOf('@');
  if (at > 0) {
    const username = text.slice(0, at).split(':', 1)[0];
    if (username !== '') parts.username = username;
  }
  const host = /^(\[[0-9a-f:.%]+\]|[^:]*)(?::(\d{0,5}))?$/i.exec(text.slice(at + 1));
  if (host === null) return parts;
  const domain = host[1].toLowerCase().replace(/\.$/, '');
  if (domain !== '') parts.domain = domain;
  if (host[2] && Number(host[2]) <= 65535) parts.port = BigInt(host[2]);
  return parts;
}

/** `example.com:443`, the target of a CONNECT request. */
function splitAuthorityForm(text: string): UrlParts {
  return /^(?:\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(text) ? splitAuthority(text) : {};
}
