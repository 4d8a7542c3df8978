import { ValueKind } from '../../batch/dictionary.ts';
import { type Data, isList } from './data.ts';

const maxDepth = 256;
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/y;
const attribute = /(?:^|\s)([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Element {
  readonly name: string;
  readonly members: Map<string, Data>;
  text: string;
}

/**
 * XML without document types: elements and attributes are members, `#text` the text beside them, repeated elements a
 * list. Undefined when the text is not well-formed or nests deeper than 256. Entities of its own a text may not have,
 * so nothing can be expanded without bound.
 */
export function parseXml(text: string): Data | undefined {
  const open: Element[] = [{ name: '', members: new Map(), text: '' }];
  token.lastIndex = 0;
  for (let hit = token.exec(text); hit !== null; hit = token.exec(text)) {
    if (!take(open, hit) || open.length > maxDepth) return undefined;
    if (token.lastIndex === text.length) break;
  }
  const complete = token.lastIndex === text.length && open.length === 1 && open[0].text.trim() === '';
  return complete && open[0].members.size === 1 ? open[0].members : undefined;
}

function take(open: Element[], hit: RegExpExecArray): boolean {
  const [, cdata, closes, opens, attributes, empty, text] = hit;
  const top = open[open.length - 1];
  if (text !== undefined || cdata !== undefined) top.text += cdata ?? decode(text);
  if (opens !== undefined) {
    const members = [...attributes.matchAll(attribute)].map(([, name, double, single]): [string, Data] => [
      name,
      { text: decode(double ?? single), kind: ValueKind.text },
    ]);
    open.push({ name: opens, members: new Map(members), text: '' });
  }
  if (closes === undefined && !empty) return true;
  return close(open, closes ?? opens);
}

function close(open: Element[], name: string): boolean {
  const element = open.pop()!;
  const parent = open[open.length - 1];
  if (parent === undefined || element.name !== name) return false;
  const text: Data = { text: element.text.trim(), kind: ValueKind.text };
  if (element.members.size > 0 && text.text !== '') element.members.set('#text', text);
  const value = element.members.size > 0 ? element.members : text;
  const earlier = parent.members.get(name);
  if (earlier !== undefined && isList(earlier)) (earlier as Data[]).push(value);
  else parent.members.set(name, earlier === undefined ? value : [earlier, value]);
  return true;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole;
    const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
