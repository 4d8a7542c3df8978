/**
 * A field of one event: text (keywords, addresses), INT64 as bigint (longs; dates in nanoseconds), floats as numbers,
 * arrays as lists of text. Fields of an object type hold JSON text.
 */
export type FieldValue = string | bigint | number | boolean | readonly string[];
