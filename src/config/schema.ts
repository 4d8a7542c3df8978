import { z } from 'zod';
import { destinationSchema } from './destinations.ts';

/** `90d`, `24h`, `30m`: a whole number and a unit. */
const durationMeans = 'a duration is a whole number and s, m, h or d, such as 90d';
const duration = z.string(durationMeans).regex(/^\d+[smhd]$/, durationMeans);
const file = z.string().min(1);

const s3 = z.strictObject({
  region: z.string().optional().describe('AWS region; by default what the AWS SDK finds'),
  endpoint: z.string().optional().describe('Another S3 server, such as http://127.0.0.1:9000'),
  path_style: z.boolean().optional().describe('Bucket in the path instead of the host name'),
  profile: z.string().optional().describe('Profile of ~/.aws/config'),
  role_arn: z.string().optional().describe('Role to assume for reading'),
  external_id: z.string().optional().describe('External id the role asks for'),
});

const source = z.strictObject({
  location: z.string().min(1).describe('A path, or s3://bucket/prefix'),
  type: z.string().optional().describe('Log type of everything there; found by key and content when absent'),
  zone: z.string().optional().describe('Zone of times that have none, such as Asia/Tokyo'),
  poll: duration
    .optional()
    .describe('How often the server looks for new objects: 2s for files and 1m for S3 when absent'),
  s3: s3.optional(),
});

/** Every setting of kushi.yml with its meaning; docs/configuration.md is made from it. */
export const configSchema = z.strictObject({
  data: file.default('./data').describe('Folder that everything is kept in'),
  sources: z.record(z.string(), source).default({}).describe('Named sources: kushi load <name> loads one'),
  logtypes: z.array(file).default([]).describe('Folders of your own log types'),
  rules: z.array(file).default([]).describe('Folders of your own rules, beside those Kushi ships'),
  geo: z
    .strictObject({
      city: file.optional().describe('MMDB file with countries and cities'),
      asn: file.optional().describe('MMDB file with autonomous systems'),
    })
    .default({})
    .describe('Geo and network owners of addresses'),
  internal_networks: z
    .array(z.string())
    .default(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'])
    .describe('Your own address ranges, which give network.direction'),
  retention: z
    .record(z.string(), duration)
    .default({})
    .describe('How long events are kept by log type (`default` for all others); for ever when absent'),
  base_url: z
    .url({ protocol: /^https?$/, error: 'must be a URL' })
    .optional()
    .describe('Where people reach the server, for the links in messages, such as https://kushi.example.com'),
  destinations: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/), destinationSchema, {
      error: ({ code }) => (code === 'invalid_key' ? 'a name is made of a-z, 0-9, - and _' : undefined),
    })
    .default({})
    .describe('Who is told of alerts, by a name of yours; see docs/destinations.md'),
  batch: z
    .strictObject({
      rows: z.int().min(1).max(1_000_000).default(65_536).describe('A segment is committed after so many events'),
      seconds: z.number().min(0.1).max(3600).default(5).describe('… or after so many seconds'),
    })
    .prefault({})
    .describe('When a segment is committed'),
  alerts: z
    .strictObject({
      page_within: duration
        .default('24h')
        .describe('Events older than this when they are loaded page nobody: their alerts are found in history'),
    })
    .prefault({})
    .describe('Whom alerts tell, and when'),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all'),
      port: z.int().min(0).max(65_535).default(5780).describe('Port to listen on; 0 for any that is free'),
      log_level: z
        .enum(['error', 'warn', 'info', 'debug'])
        .default('info')
        .describe('What is logged on standard error, one JSON document a line'),
      question_threads: z.int().min(1).max(32).default(2).describe('Threads that answer searches and timelines'),
      question_memory_mib: z
        .int()
        .min(128)
        .max(65_536)
        .default(512)
        .describe('Most memory of each such thread, and of its DuckDB'),
    })
    .prefault({})
    .describe('kushi serve'),
  sign_in: z
    .strictObject({
      idle: duration.default('12h').describe('A session ends when nothing was asked in it for so long'),
      absolute: duration.default('7d').describe('… and when it is as old as this'),
      audit: duration.default('400d').describe('How long the audit log is kept'),
      trusted_proxies: z
        .array(
          z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be an address or a range such as 10.0.0.0/8'),
        )
        .default([])
        .describe('Reverse proxies whose X-Forwarded-For says where a request comes from'),
    })
    .prefault({})
    .describe('Sessions of people, and what is noted of them'),
  limits: z
    .strictObject({
      record_mib: z.int().min(1).max(1024).default(16).describe('Largest record in MiB; a larger one is a reject'),
      object_gib: z.number().min(0.001).max(10_000).default(1024).describe('Largest decompressed object in GiB'),
      workers: z.int().min(1).max(64).optional().describe('Threads that load; by default one a core, at most 4'),
    })
    .prefault({})
    .describe('Limits that keep memory bounded'),
});

export type Config = z.infer<typeof configSchema>;
export type S3Config = z.infer<typeof s3>;
