/** Why the tokeniser stopped, by the numbers of wasm/assembly/records.ts. */
export const stopReasons = ['limit', 'other', 'more', 'syntax', 'deep', 'large', 'full'] as const;
