import type { Derivation } from './derivation.ts';

const prefixes = ['x509', 'tls.client.x509', 'tls.server.x509', 'file.x509'].flatMap((prefix) => [
  `${prefix}.subject`,
  `${prefix}.issuer`,
]);

/** Attribute types of RFC 4514 → ECS. */
const attributes: ReadonlyMap<string, string> = new Map([
  ['CN', 'common_name'],
  ['C', 'country'],
  ['L', 'locality'],
  ['O', 'organization'],
  ['OU', 'organizational_unit'],
  ['ST', 'state_or_province'],
  ['S', 'state_or_province'],
]);

/** Distinguished names, comma or slash separated: `CN=example.com, O=Example, C=DE`, `/C=DE/CN=example.com`. */
export const x509Derivations: readonly Derivation[] = prefixes.map((prefix) => ({
  name: `${prefix}.distinguished_name`,
  from: [`${prefix}.distinguished_name`],
  to: [...new Set(attributes.values())].map((name) => `${prefix}.${name}`),
  derive(fields) {
    const parts: Record<string, string[]> = {};
    for (const [type, value] of splitName(fields.one(`${prefix}.distinguished_name`) ?? '')) {
      const name = attributes.get(type.toUpperCase());
      if (name === undefined) continue;
      parts[`${prefix}.${name}`] ??= [];
      parts[`${prefix}.${name}`].push(value);
    }
    return parts;
  },
}));

function splitName(name: string): readonly (readonly [type: string, value: string])[] {
  const pieces = name.startsWith('/') ? name.slice(1).split('/') : name.split(/(?<!\\)[,;+]/);
  return pieces.flatMap((piece) => {
    const equals = piece.indexOf('=');
    const value = piece
      .slice(equals + 1)
      .trim()
      .replace(/\\(.)/g, '$1');
    return equals > 0 && value !== '' ? [[piece.slice(0, equals).trim(), value] as const] : [];
  });
}
