import { parse } from 'tldts';
import { parseIp } from '../query/ip-value.ts';

/** Letters, digits and what joins them in addresses and host names; one run is looked at as a whole, so time is linear. */
const run = /[\p{L}\p{N}_.:-]+/gu;
/** Also behind other letters, since programs differ in where they see a link begin. */
const known = /(https?|ftps?):\/\//gi;
const broken: Readonly<Record<string, string>> = { http: 'hxxp', https: 'hxxps', ftp: 'fxp', ftps: 'fxps' };
/** Of other schemes; what is broken already stays. */
const unknown = /(?<!hxxps?|fxps?):\/\//gi;

/** Also with numbers that are too great, since programs differ in what they take for an address. */
const v4 = /(?<!\d|\d\.)(\d+\.\d+\.\d+)\.(?=\d+(?!\.?\d))/g;

/** The longest address or host name there is. */
const longestHost = 253;

/**
 * Addresses, host names and URLs that no program takes for a link: `203.0.113[.]50`, `example[.]com`, `hxxps://`. A name
 * counts as a host name when it ends in a domain of the public suffix list, so `bruno.whelan` stays.
 */
export function defang(text: string): string {
  return text
    .replace(known, (_, name: string) => `${broken[name.toLowerCase()]}://`)
    .replace(unknown, '[:]//')
    .replace(v4, '$1[.]')
    .replace(run, defangRun);
}

function defangRun(whole: string): string {
  if (!whole.includes('.') && !whole.includes(':')) return whole;
  if (whole.includes(':') && whole.length <= 45 && parseIp(whole) !== undefined)
    return whole.replace(/:(?=[^:]*$)/, '[:]');
  return whole.split(':').map(defangName).join(':');
}

function defangName(name: string): string {
  if (!name.includes('.')) return name;
  // A name may end in the root's dot, or in that of a sentence.
  const host = name.endsWith('.') ? name.slice(0, -1) : name;
  return isHostName(host) ? name.replace(/\./g, '[.]') : name;
}

function isHostName(host: string): boolean {
  // Of a longer one its end is enough to make a link.
  const end = host.length <= longestHost ? host : host.slice(host.indexOf('.', host.length - longestHost) + 1);
  const { isIcann, domain } = parse(end.toLowerCase(), { extractHostname: false, validateHostname: false });
  return isIcann === true && domain !== null;
}
