declare const KUSHI_VERSION: string | undefined;

/** The product's version, put in when it is built. */
export const version: string = typeof KUSHI_VERSION === 'undefined' ? '0.0.0-source' : KUSHI_VERSION;
