import { en } from './en.ts';
import { formatCount, type Language } from './format-count.ts';
import { formatClock, formatDate, formatMoment } from './format-time.ts';
import { ja } from './ja.ts';
import { type Said, type Slot, type SlotsIn, slotPattern } from './slots.ts';

export type MessageKey = keyof typeof en;

/** Slots of one message, by name. */
export type SlotsOf<Key extends MessageKey> = SlotsIn<(typeof en)[Key]>;

/** How a face speaks. */
export interface Voice {
  readonly language: Language;
  /** IANA name, such as `Asia/Tokyo`. */
  readonly zone: string;
  /** Makes text of logs harmless for the face. */
  readonly show: (text: string) => string;
  /** Times of this day are said by the clock alone; with their day when null. */
  readonly near: bigint | null;
}

const messages: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, ja };

/** One whole message in the voice's language, its slots filled and made harmless. */
export function say<Key extends MessageKey>(voice: Voice, key: Key, slots: SlotsOf<Key>): string {
  return fill(voice, messages[voice.language][key], slots as Readonly<Record<string, Slot>>);
}

/** A message as data: it crosses threads and is said later, in either language. */
export interface Message {
  readonly key: MessageKey;
  readonly slots: Readonly<Record<string, string | number | bigint>>;
}

export function message<Key extends MessageKey>(
  key: Key,
  slots: { readonly [Name in keyof SlotsOf<Key>]: string | number | bigint },
): Message {
  return { key, slots };
}

export function sayMessage(voice: Voice, { key, slots }: Message): string {
  return fill(voice, messages[voice.language][key], slots);
}

/** A short form of the message, for lists, where there is one; else the message itself. */
export function sayShort(voice: Voice, { key, slots }: Message): string {
  const short = `${key}.short`;
  const texts: Readonly<Record<string, string>> = messages[voice.language];
  return fill(voice, Object.hasOwn(texts, short) ? texts[short] : texts[key], slots);
}

/** Values one after the other, as the language does it. */
export function list(voice: Voice, items: readonly string[]): Said {
  return { said: items.join(voice.language === 'ja' ? '、' : ', ') };
}

/** The same for items that may have commas in them. */
export function clauses(voice: Voice, items: readonly string[]): Said {
  return { said: items.join(voice.language === 'ja' ? '、' : '; ') };
}

/** A message without slots by a key made of data, such as a field's name; null where there is none. */
export function sayWord(voice: Voice, key: string): Said | null {
  const texts: Readonly<Record<string, string>> = messages[voice.language];
  return Object.hasOwn(texts, key) ? { said: texts[key] } : null;
}

/** Stored data may be of another version; what has no words says nothing rather than to fail. */
function fill(voice: Voice, text: string | undefined, slots: Readonly<Record<string, Slot>>): string {
  return (text ?? '').replace(slotPattern, (_, name: string, how: string | undefined, one?: string, many?: string) => {
    const slot = Object.hasOwn(slots, name) ? slots[name] : '';
    const shown = slotText(voice, slot, how);
    return one === undefined ? shown : `${shown} ${slot === 1 ? one : many}`;
  });
}

function slotText({ language, zone, show, near }: Voice, slot: Slot, how: string | undefined): string {
  if (typeof slot === 'number') return formatCount(slot, language);
  if (typeof slot === 'string') return show(slot);
  if (typeof slot === 'object') return slot.said;
  if (how === 'clock') return formatClock(slot, zone, near);
  return how === 'day' ? formatDate(slot, zone) : formatMoment(slot, zone);
}
