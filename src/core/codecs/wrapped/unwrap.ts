import { ValueKind } from '../../batch/dictionary.ts';
import { skipSpace } from '../json/envelope.ts';
import { type JsonNode, nodeText, parseJson } from '../json/parse-json.ts';
import type { SideValues } from '../side-columns.ts';
import { objectForm } from './object-form.ts';
import type { Unwrapper } from './unwrappers.ts';

/** Bytes of an object, or of text that was inside a JSON string; `base` is the offset in the object of index 0. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** What was found when all envelopes are off. */
export interface Unwrapped {
  /** `record`: one JSON record; `text`: text with any number of records; `broken`: an envelope without a record. */
  readonly kind: 'record' | 'text' | 'broken';
  readonly bytes: Uint8Array;
  /** Of the first byte. Within JSON strings bytes are counted as decoded, from the one behind the opening quote. */
  readonly offset: number;
  readonly facts: SideValues;
}

/** Envelopes within envelopes beyond this are taken for records. */
const maxNesting = 8;

/** Members under which SQS and Lambda list envelopes. */
const listNames: ReadonlySet<string> = new Set(['Records', 'Messages']);

/** Takes the envelopes off a JSON value. What is in none is a text, because it may hold records in the codec's own way. */
export function unwrap(source: Source, node: JsonNode, known: readonly Unwrapper[]): Iterable<Unwrapped> {
  return unwrapNode({ known, facts: new Map(), depth: 0 }, source, node);
}

interface Around {
  readonly known: readonly Unwrapper[];
  readonly facts: SideValues;
  readonly depth: number;
}

function* unwrapNode(around: Around, source: Source, node: JsonNode): Iterable<Unwrapped> {
  const { known, facts, depth } = around;
  const list = listOf(node, known);
  const wrapper = unwrapperOf(node, known);
  if (depth === maxNesting || (list === undefined && wrapper === undefined)) {
    yield { kind: depth === 0 ? 'text' : 'record', ...placed(source, node), facts };
  } else if (list !== undefined) {
    for (const element of list) yield* unwrapNode({ ...around, depth: depth + 1 }, source, element);
  } else if (wrapper !== undefined) {
    for (const inside of wrapper.open({ bytes: source.bytes, node })) {
      const inner = { known, facts: new Map([...facts, ...inside.facts]), depth: depth + 1 };
      const { content } = inside;
      if (content?.members || content?.elements) yield* unwrapNode(inner, source, content);
      else if (content?.kind === ValueKind.text) yield* unwrapText(inner, stringSource(source, content));
      else yield { kind: 'broken', ...placed(source, inside.around), facts: inner.facts };
    }
  }
}

function* unwrapText(around: Around, source: Source): Iterable<Unwrapped> {
  const { bytes, base } = source;
  if (objectForm(bytes, true, around.known) === 'documents') {
    const node = parseJson(bytes, skipSpace(bytes, 0, bytes.length), bytes.length);
    const isWhole = 'end' in node && skipSpace(bytes, node.end, bytes.length) === bytes.length;
    if (isWhole) {
      yield* unwrapNode(around, source, node);
      return;
    }
  }
  yield { kind: 'text', bytes, offset: base, facts: around.facts };
}

function unwrapperOf(node: JsonNode, known: readonly Unwrapper[]): Unwrapper | undefined {
  if (node.members === undefined) return undefined;
  const names = new Set(node.members.map(({ key }) => key));
  return known.find(({ signs }) => signs.some((sign) => sign.every((name) => names.has(name))));
}

/** The elements of an array; those of an object's list of messages when the first of them is an envelope. */
function listOf(node: JsonNode, known: readonly Unwrapper[]): readonly JsonNode[] | undefined {
  if (node.elements) return node.elements;
  const elements = node.members?.find(({ key }) => listNames.has(key))?.value.elements;
  return elements?.[0] && unwrapperOf(elements[0], known) ? elements : undefined;
}

function placed({ bytes, base }: Source, { start, end }: JsonNode): Pick<Unwrapped, 'bytes' | 'offset'> {
  return { bytes: bytes.subarray(start, end), offset: base + start };
}

const utf8Encoder = new TextEncoder();

function stringSource({ bytes, base }: Source, node: JsonNode): Source {
  return { bytes: utf8Encoder.encode(nodeText(bytes, node)), base: base + node.start + 1 };
}
