import { rootCertificates } from 'node:tls';

/** Options of TLS that trust some certificates besides the usual ones. */
export function trusting(trust: readonly string[]): { readonly ca?: string[] } {
  return trust.length === 0 ? {} : { ca: [...rootCertificates, ...trust] };
}
