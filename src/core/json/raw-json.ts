const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A record's bytes: as text, or in Base64. */
export type RawJson =
  | { readonly raw: string; readonly rawBase64?: never }
  | { readonly raw?: never; readonly rawBase64: string };

/** Bytes as text when they are valid UTF-8; else `base64` writes them. */
export function rawJson(raw: Uint8Array, base64: (bytes: Uint8Array) => string): RawJson {
  try {
    return { raw: strict.decode(raw) };
  } catch {
    return { rawBase64: base64(raw) };
  }
}
