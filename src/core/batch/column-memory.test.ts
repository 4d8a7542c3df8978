import { describe, expect, it } from 'vitest';
import { type ColumnMemory, MemoryPool } from './column-memory.ts';

const ones = (memory: ColumnMemory) => [
  memory.uint32(1000).fill(1),
  memory.int32(3).fill(1),
  memory.float64(5).fill(1),
  memory.bytes(7).fill(1),
  memory.room(3 << 20).fill(1),
];

describe('ColumnMemory', () => {
  it('gives every array a place of its own, of zeros', () => {
    const pool = new MemoryPool();
    for (let batch = 0; batch < 2; batch++) {
      const memory = pool.open();
      ones(memory);
      const next = [memory.uint32(1000), memory.int32(3), memory.float64(5), memory.bytes(7)];
      expect(next.every((array) => array.every((value) => value === 0))).toBe(true);
      expect(ones(memory).every((array) => array.every((value) => value === 1))).toBe(true);
      expect(next.every((array) => array.every((value) => value === 0))).toBe(true);
      memory.close();
    }
  });

  it('hands closed memory out again, and not before', () => {
    const pool = new MemoryPool();
    const first = pool.open();
    const array = first.uint32(9);
    const raw = first.room(2 << 20);
    const other = pool.open();
    expect(other.uint32(9).buffer).not.toBe(array.buffer);
    first.close();
    const next = pool.open();
    expect(next.uint32(9).buffer).toBe(array.buffer);
    expect(next.room(1 << 21).buffer).toBe(raw.buffer);
  });

  it('frees a large array that was replaced at once', () => {
    const pool = new MemoryPool();
    const memory = pool.open();
    const raw = memory.room(2 << 20);
    memory.release(raw);
    memory.release(memory.uint32(1));
    expect(memory.room(2 << 20).buffer).toBe(raw.buffer);
    expect(memory.uint32(1).buffer).not.toBe(raw.buffer);
  });

  it('does not spend a large buffer on a small need', () => {
    const pool = new MemoryPool();
    const large = pool.open();
    const { buffer } = large.room(64 << 20);
    large.close();
    const memory = pool.open();
    expect(memory.room(8 << 20).buffer).not.toBe(buffer);
    expect(memory.room(20 << 20).buffer).toBe(buffer);
  });

  it('keeps what the last batch had, and no more', () => {
    const pool = new MemoryPool();
    const [one, other] = [pool.open(), pool.open()];
    const { buffer } = one.room(2 << 20);
    const { buffer: next } = other.room(3 << 20);
    one.close();
    other.close();
    const memory = pool.open();
    expect(memory.room(3 << 20).buffer).toBe(next);
    expect(memory.room(2 << 20).buffer).not.toBe(buffer);
  });
});
