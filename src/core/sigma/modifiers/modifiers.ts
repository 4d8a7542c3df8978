import { all } from './all.ts';
import { base64 } from './base64.ts';
import { base64offset } from './base64offset.ts';
import { cased } from './cased.ts';
import { cidr } from './cidr.ts';
import { datePart } from './date-part.ts';
import { exists } from './exists.ts';
import { expand } from './expand.ts';
import { fieldref } from './fieldref.ts';
import type { Modifier } from './modifier.ts';
import { neq } from './neq.ts';
import { order } from './order.ts';
import { position } from './position.ts';
import { re } from './re.ts';
import { regexFlag } from './regex-flag.ts';
import { utf16 } from './utf16.ts';
import { windash } from './windash.ts';

/** Every modifier of the Sigma modifiers appendix 2.1.0, by name. */
export const modifiers: ReadonlyMap<string, Modifier> = new Map(
  [
    ...position,
    ...order,
    ...datePart,
    ...regexFlag,
    ...utf16,
    all,
    base64,
    base64offset,
    cased,
    cidr,
    exists,
    expand,
    fieldref,
    neq,
    re,
    windash,
  ].map((modifier) => [modifier.name, modifier]),
);
