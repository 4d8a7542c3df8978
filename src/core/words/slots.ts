/** A text that is safe for its face already, such as a list of values: it is not made harmless a second time. */
export interface Said {
  readonly said: string;
}

/** Texts come from logs and are made harmless; numbers are counts, bigints are times in nanoseconds since 1970. */
export type Slot = string | number | bigint | Said;

/** The slots in a message: `{who}`, `{since:clock}`, `{events|event|events}`. */
type NameIn<Inner extends string> = Inner extends `${infer Name}|${string}`
  ? Name
  : Inner extends `${infer Name}:${string}`
    ? Name
    : Inner;
type NamesIn<Text extends string> = Text extends `${string}{${infer Inner}}${infer Rest}`
  ? NameIn<Inner> | NamesIn<Rest>
  : never;

export type SlotsIn<Text extends string> = { readonly [Name in NamesIn<Text>]: Slot };

/** `{name}`, `{name:how}`, `{name|one|many}`. */
export const slotPattern = /\{(\w+)(?::(\w+)|\|([^|}]*)\|([^|}]*))?\}/g;
