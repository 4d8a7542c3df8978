import { stat } from 'node:fs/promises';
import type { S3Config } from '../config/schema.ts';
import { KushiError } from '../core/error/error.ts';
import { type FileSourceOptions, fileSource } from './file/file-source.ts';
import { parseS3Location } from './s3/s3-location.ts';
import { s3Source } from './s3/s3-source.ts';
import type { Source } from './source.ts';
import { stdinSource } from './stdin/stdin-source.ts';

export interface SourceSettings {
  /** Kushi's version, for the user agent. */
  readonly version: string;
  /** Folder for the copy of standard input. */
  readonly spoolFolder: string;
  readonly s3?: S3Config | undefined;
  /** What is remembered of files; see FileSourceOptions. */
  readonly files?: FileSourceOptions;
}

/** The source a location names: `-` for standard input, `s3://bucket/prefix`, else a path. Throws USAGE or SOURCE_NOT_FOUND. */
export async function openSource(location: string, settings: SourceSettings): Promise<Source> {
  if (location === '-') return stdinSource(process.stdin, { folder: settings.spoolFolder });
  if (location.startsWith('s3://')) return openS3(location, settings);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) {
    throw new KushiError('USAGE', `${location} is no source. Sources are paths, s3://bucket/prefix and -.`);
  }
  await requirePath(location);
  return fileSource(location, settings.files);
}

function openS3(location: string, { s3 = {}, version }: SourceSettings): Source {
  const { region, endpoint, profile } = s3;
  return s3Source(parseS3Location(location), {
    version,
    region,
    endpoint,
    profile,
    forcePathStyle: s3.path_style,
    roleArn: s3.role_arn,
    externalId: s3.external_id,
  });
}

async function requirePath(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (problem) {
    throw new KushiError('SOURCE_NOT_FOUND', `There is no file or folder ${path}.`, { cause: problem });
  }
}
