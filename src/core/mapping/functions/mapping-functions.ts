import { base64 } from './base64.ts';
import { csv } from './csv.ts';
import { duration } from './duration.ts';
import { find } from './find.ts';
import { flags } from './flags.ts';
import { hex } from './hex.ts';
import { http } from './http.ts';
import { join } from './join.ts';
import { json } from './json.ts';
import { kv } from './kv.ts';
import { lower } from './lower.ts';
import type { MappingFunction } from './mapping-function.ts';
import { number } from './number.ts';
import { omit } from './omit.ts';
import { part } from './part.ts';
import { parts } from './parts.ts';
import { percent } from './percent.ts';
import { replace } from './replace.ts';
import { table } from './table.ts';
import { time } from './time.ts';
import { trim } from './trim.ts';
import { unescapeText } from './unescape-text.ts';
import { upper } from './upper.ts';
import { xml } from './xml.ts';

/** The closed set, in the order of the specification. */
export const mappingFunctions: readonly MappingFunction[] = [
  lower,
  upper,
  trim,
  part,
  parts,
  join,
  find,
  replace,
  omit,
  number,
  time,
  duration,
  table,
  flags,
  json,
  kv,
  csv,
  xml,
  base64,
  hex,
  percent,
  unescapeText,
  http,
];

const byName = new Map(mappingFunctions.map((declaration) => [declaration.name, declaration]));

export function mappingFunction(name: string): MappingFunction | undefined {
  return byName.get(name);
}
