import type { Service } from '../service.ts';
import { type BackOff, createBackOff } from './back-off.ts';
import { createHasher, type Hasher } from './hasher.ts';
import type { Setup } from './setup.ts';
import { createSiteOf, type SiteOf } from './site.ts';

/** What signing in is made of, one for each server. */
export interface SignIn {
  readonly service: Service;
  readonly setup: Setup;
  readonly hasher: Hasher;
  readonly backOff: BackOff;
  readonly siteOf: SiteOf;
  /** What the command line on this machine sends; null when it may not. */
  readonly localToken: string | null;
}

export function createSignIn(service: Service, setup: Setup, localToken: string | null): SignIn {
  return {
    service,
    setup,
    hasher: createHasher(),
    backOff: createBackOff(),
    siteOf: createSiteOf(service.config.base_url),
    localToken,
  };
}
