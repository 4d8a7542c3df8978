import type { DocumentValue } from './document.ts';

/** Strings, so that digits inside them are passed over, and whole numbers. */
const stringsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const longInteger = /^-?\d{16,}$/;

/** Stands before the digits of a long integer while `JSON.parse` passes it on as a string. */
const mark = '\u0000int:';
const escapedMark = '\\u0000int:';

/** JSON text → value, with integers beyond 2^53 as bigint instead of rounded. Undefined when it is not JSON. */
export function parseExact(json: string): DocumentValue | undefined {
  try {
    // A text that holds the mark itself must not have its strings turned into integers.
    if (json.includes(escapedMark)) return JSON.parse(json);
    const marked = json.replace(stringsAndNumbers, (token) =>
      longInteger.test(token) ? `"${escapedMark}${token}"` : token,
    );
    return JSON.parse(marked, (_, value) =>
      typeof value === 'string' && value.startsWith(mark) ? exactInteger(value.slice(mark.length)) : value,
    );
  } catch {
    return undefined;
  }
}

function exactInteger(digits: string): bigint | number {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
