import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSource } from './open-source.ts';
import { parseS3Location } from './s3/s3-location.ts';

const settings = { version: '0.0.0', spoolFolder: '/nonexistent' };

describe('openSource', () => {
  it.each([
    ['-', 'stdin'],
    ['s3://logs/AWSLogs/', 's3:logs/AWSLogs/'],
    ['s3://logs', 's3:logs/'],
    [fileURLToPath(import.meta.url), `file:${fileURLToPath(import.meta.url)}`],
  ])('opens %s', async (location, id) => {
    const source = await openSource(location, settings);
    expect(source.id).toBe(id);
    await source.close();
  });

  it.each([
    ['s3://', 'USAGE'],
    ['s3://Upper/x', 'USAGE'],
    ['s3:///x', 'USAGE'],
    ['https://example.com/x', 'USAGE'],
    ['no/such/path', 'SOURCE_NOT_FOUND'],
  ])('refuses %s', async (location, code) => {
    await expect(openSource(location, settings)).rejects.toMatchObject({ code });
  });
});

describe('parseS3Location', () => {
  it.each([
    ['s3://my.bucket-1/a//b c+%20\n', { bucket: 'my.bucket-1', prefix: 'a//b c+%20\n' }],
    ['s3://abc/', { bucket: 'abc', prefix: '' }],
  ])('takes the prefix of %j as it stands', (text, expected) => {
    expect(parseS3Location(text)).toEqual(expected);
  });
});
