import type { TokenizerExports } from './instance.ts';
import type { TrieMember, TrieNode } from './trie.ts';

/** Bytes of the records in wasm/assembly/trie.ts, and what stands there for "no path ends here". */
const slotBytes = 48;
const noColumn = 0xffffffff;

const utf8 = new TextEncoder();

/** Lays the wanted paths out in the tokeniser's memory, as wasm/assembly/trie.ts reads them; the root's address. */
export function writeTrie(tokenizer: TokenizerExports, root: TrieNode): number {
  const addresses = new Map<TrieNode, number>();

  const writeNode = (node: TrieNode): number => {
    const known = addresses.get(node);
    if (known !== undefined) return known;
    const slots = writeSlots(tokenizer, node.members, writeNode);
    const indexes = [...node.indexes].map(([index, child]) => [index, writeNode(child)]);
    const conditions = node.conditions.map(({ where, equals, child }) => [
      ...writeText(tokenizer, where),
      ...writeText(tokenizer, equals),
      writeNode(child),
      0,
    ]);
    const all = node.all ? writeNode(node.all) : 0;
    const hasNegative = [...node.indexes.keys()].some((index) => index < 0);
    const hasOthers = all !== 0 || indexes.length > 0 || conditions.length > 0;
    const address = writeWords(tokenizer, [
      node.column < 0 ? noColumn : node.column,
      slots.address,
      slots.mask,
      all,
      writeWords(tokenizer, indexes.flat()),
      indexes.length,
      writeWords(tokenizer, conditions.flat()),
      conditions.length,
      Number(hasNegative),
      Number(hasOthers),
      0,
    ]);
    addresses.set(node, address);
    return address;
  };

  return writeNode(root);
}

/** An open hash table by name, at most half full; the slots of one name are chained. Address 0 when there are none. */
function writeSlots(
  tokenizer: TokenizerExports,
  members: readonly TrieMember[],
  writeNode: (node: TrieNode) => number,
): { address: number; mask: number } {
  if (members.length === 0) return { address: 0, mask: 0 };
  const mask = 2 ** Math.ceil(Math.log2(2 * members.length)) - 1;
  const address = writeWords(
    tokenizer,
    Array.from({ length: ((mask + 1) * slotBytes) / 4 }, () => 0),
  );
  const lastOfName = new Map<string, number>();
  const isTaken = new Set<number>();
  for (const { name, child, joined } of members) {
    const [key, length] = writeText(tokenizer, name);
    const node = writeNode(child);
    let index = tokenizer.nameHash(key, length) & mask;
    while (isTaken.has(index)) index = (index + 1) & mask;
    isTaken.add(index);
    const slot = address + index * slotBytes;
    setWords(tokenizer, slot, [0, 0, key, length, node, joined, 0, 0, 0, Number(isBare(name))]);
    const before = lastOfName.get(name);
    if (before !== undefined) setWords(tokenizer, before + 24, [slot]);
    lastOfName.set(name, slot);
  }
  return { address, mask };
}

/** JSON may write the name only as it is, apart from needless escapes. */
function isBare(name: string): boolean {
  return JSON.stringify(name) === `"${name}"`;
}

function writeText(tokenizer: TokenizerExports, text: string): readonly [address: number, length: number] {
  const bytes = utf8.encode(text);
  const address = tokenizer.allocate(Math.max(1, bytes.length)) >>> 0;
  new Uint8Array(tokenizer.memory.buffer).set(bytes, address);
  return [address, bytes.length];
}

function writeWords(tokenizer: TokenizerExports, words: readonly number[]): number {
  const address = tokenizer.allocate(Math.max(4, 4 * words.length)) >>> 0;
  setWords(tokenizer, address, words);
  return address;
}

function setWords(tokenizer: TokenizerExports, address: number, words: readonly number[]): void {
  new Uint32Array(tokenizer.memory.buffer).set(words, address / 4);
}
