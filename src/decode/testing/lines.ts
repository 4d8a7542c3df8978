/** Text that compresses like a log: `count` JSON lines that differ in a few places. Fixtures were made from it. */
export function lines(count: number): Uint8Array {
  let text = '';
  for (let i = 0; i < count; i++) {
    const user = `user${(i * 7919) % 31}`;
    text += `{"n":${i},"user":"${user}","address":"192.0.2.${(i * 104729) % 251}","message":"${'ok '.repeat(i % 5)}"}\n`;
  }
  return new TextEncoder().encode(text);
}
