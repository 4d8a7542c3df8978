import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { KushiError } from '../core/error/error.ts';
import type { FileSourceOptions } from '../sources/file/file-source.ts';
import { openSource, type SourceSettings } from '../sources/open-source.ts';
import type { Source } from '../sources/source.ts';
import { version } from './version.ts';

/** A source to read, with what a worker needs to open it again. */
export interface OpenLocation {
  readonly source: Source;
  readonly location: string;
  readonly settings: Omit<SourceSettings, 'files'>;
  /** Log type of everything in it. */
  readonly type: string | null;
  /** Zone of its times that have none. */
  readonly zone?: string;
}

export interface LocationOptions {
  readonly type?: string | undefined;
  readonly files?: FileSourceOptions;
  /** For the copy of standard input; in the data folder by default. */
  readonly spoolFolder?: string;
}

/** Sources by name of kushi.yml, or by location: a path, `-`, `s3://bucket/prefix`. All configured ones when none is given. */
export async function openLocations(
  names: readonly string[],
  config: Config,
  { type, files, spoolFolder = join(config.data, 'tmp') }: LocationOptions,
): Promise<OpenLocation[]> {
  const wanted = names.length > 0 ? names : Object.keys(config.sources);
  if (wanted.length === 0)
    throw new KushiError('USAGE', 'Say what to read: a path, s3://bucket/prefix or -; or name sources in kushi.yml.');
  return Promise.all(
    wanted.map(async (name) => {
      const configured = Object.hasOwn(config.sources, name) ? config.sources[name] : undefined;
      const location = configured?.location ?? name;
      const settings = { version, spoolFolder, s3: configured?.s3 };
      const source = await openSource(location, files === undefined ? settings : { ...settings, files });
      const zone = configured?.zone;
      return {
        source,
        location,
        settings,
        type: type ?? configured?.type ?? null,
        ...(zone === undefined ? {} : { zone }),
      };
    }),
  );
}
