import { readFileSync } from 'node:fs';
import { KushiError } from '../core/error/error.ts';

export interface SecretPlace {
  /** What it is, for people: `destinations.team: url`. */
  readonly what: string;
  readonly value?: string | undefined;
  /** Name of the environment variable that holds it. */
  readonly env?: string | undefined;
  /** File that holds it. */
  readonly file?: string | undefined;
}

/** A setting that is given as it is, by an environment variable or by a file. Fails with DESTINATION_INVALID. */
export function readSecret(place: SecretPlace, env: Readonly<Record<string, string | undefined>>): string {
  const { what, value, env: name, file } = place;
  if (value !== undefined) return value;
  if (name !== undefined) return notEmpty(env[name], `${what}_env: the environment variable ${name} is not set.`);
  return notEmpty(file && readText(file, what), `${what}_file: the file ${file} is empty.`);
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new KushiError('DESTINATION_INVALID', `${what}_file: the file ${file} cannot be read (${code}).`);
  }
}

function notEmpty(text: string | undefined, message: string): string {
  if (text === undefined || text === '') throw new KushiError('DESTINATION_INVALID', message);
  return text;
}
