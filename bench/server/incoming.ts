import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Writes objects into a watched folder: each is whole the moment it can be seen. */
export interface Incoming {
  /** One object with so many requests of a web server, of this second. */
  readonly requests: (count: number) => void;
  /** One object with a call that is an alert of its own; returns the name of who makes it. */
  readonly alert: () => string;
}

export function incoming(folder: string): Incoming {
  let number = 0;
  const write = (name: string, text: string) => {
    const path = join(folder, `.${name}.new`);
    writeFileSync(path, gzipSync(text, { level: 1 }));
    renameSync(path, join(folder, name));
  };
  return {
    requests: (count) => {
      number++;
      write(
        `access-${number}.log.gz`,
        Array.from({ length: count }, (_, index) => requestLine(number, index)).join(''),
      );
    },
    alert: () => {
      const user = `bench-${++number}`;
      write(`trail-${number}.json.gz`, JSON.stringify({ Records: [stopLogging(user, number)] }));
      return user;
    },
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function requestLine(second: number, index: number): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(now.getUTCDate())}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}`;
  const time = `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`;
  const address = `198.18.${index % 40}.${(index * 7) % 250}`;
  const path = `/v2/labels/${(index * 31 + second) % 5000}?page=${index % 9}`;
  return `${address} - - [${day}:${time} +0000] "GET ${path} HTTP/1.1" 200 ${600 + (index % 900)} "-" "label-app/${index % 12}"\n`;
}

function stopLogging(user: string, number: number): object {
  const account = '111122223333';
  const arn = `arn:aws:iam::${account}:user/${user}`;
  return {
    eventVersion: '1.09',
    userIdentity: { type: 'IAMUser', principalId: `AIDABENCH${number}`, arn, accountId: account, userName: user },
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.50',
    userAgent: 'aws-cli/2.17.0',
    requestParameters: { name: 'company-trail' },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}
