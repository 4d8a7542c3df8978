import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where a browser thinks it is, when it came by a name that is ours. */
export interface Site {
  readonly origin: string;
  readonly https: boolean;
}

export type SiteOf = (host: string | undefined) => Site | null;

/**
 * Tells our names from others by the Host header: the one of `base_url`, loopback, and plain addresses where no https is
 * configured. A page elsewhere that makes its own name resolve to this server (DNS rebinding) has another name still.
 */
export function createSiteOf(baseUrl: string | undefined): SiteOf {
  const base = baseUrl === undefined ? null : new URL(baseUrl);
  return (host) => {
    if (base !== null && urlOf(base.protocol, host)?.host === base.host)
      return { origin: base.origin, https: base.protocol === 'https:' };
    const url = urlOf('http:', host);
    if (url === null) return null;
    const isOurs = isLoopbackName(url.hostname) || (base?.protocol !== 'https:' && isAddress(url.hostname));
    return isOurs ? { origin: url.origin, https: false } : null;
  };
}

/** Whether a Host header names this machine to itself. */
export function isLoopbackHost(host: string | undefined): boolean {
  const url = urlOf('http:', host);
  return url !== null && isLoopbackName(url.hostname);
}

/** Whether a peer is this machine. It is the socket's address that counts, never a header. */
export function isLoopbackAddress(address: string | undefined): boolean {
  try {
    return ipaddr.process(address ?? '').range() === 'loopback';
  } catch {
    return false;
  }
}

function urlOf(protocol: string, host: string | undefined): URL | null {
  if (host === undefined || !/^[\w.\-[\]:]{1,255}$/.test(host)) return null;
  try {
    return new URL(`${protocol}//${host}`);
  } catch {
    return null;
  }
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || isLoopbackAddress(bare(name));
}

function isAddress(name: string): boolean {
  return isIP(bare(name)) !== 0;
}

function bare(name: string): string {
  return name.replace(/^\[|\]$/g, '');
}
