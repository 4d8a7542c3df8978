const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 when the bytes are UTF-8, else Latin-1 with control bytes as `\xNN`. */
export function bytesToText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, latin1).join('');
  }
}

function latin1(byte: number): string {
  const control = byte < 0x20 || (byte >= 0x7f && byte < 0xa0);
  return control ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte);
}
