import { ValueKind } from '../../batch/dictionary.ts';
import type { Data } from '../value/data.ts';
import { dataItem } from '../value/item.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const http: MappingFunction = {
  name: 'http',
  usage: 'http',
  takes: 'no argument: http',
  doc: 'The head of a raw HTTP/1 request or response as an object: `.method .target .version .status .headers.<lower case> .body`. Without a start line absent.',
  gives: 'object',
  examples: [
    {
      call: 'http',
      from: 'GET /a HTTP/1.1\r\nHost: example.com\r\n\r\nx=1',
      to: '{"method":"GET","target":"/a","version":"1.1","headers":{"host":"example.com"},"body":"x=1"}',
    },
    { call: 'http', from: 'HTTP/1.0 404 Not Found\n', to: '{"version":"1.0","status":"404","headers":{}}' },
    { call: 'http', from: 'hello', to: null },
  ],
  prepare(args) {
    if (args.length > 0) return undefined;
    return eachItem((item) => {
      const message = readMessage(item.text);
      return message && dataItem(message);
    });
  },
};

function readMessage(text: string): ReadonlyMap<string, Data> | undefined {
  const [head, ...rest] = text.split(/\r?\n\r?\n/);
  const [start, ...lines] = head.split(/\r?\n/);
  const members = startLine(start);
  if (members === undefined) return undefined;
  members.set('headers', readHeaders(lines));
  const body = rest.length === 0 ? '' : text.slice(head.length).replace(/^\r?\n\r?\n/, '');
  if (body !== '') members.set('body', textData(body));
  return members;
}

/** RFC 9112 sections 3 and 4. */
function startLine(line: string): Map<string, Data> | undefined {
  const request = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S.*?)(?: HTTP\/(\d(?:\.\d)?))?$/.exec(line);
  const response = /^HTTP\/(\d(?:\.\d)?) (\d{3})(?: .*)?$/.exec(line);
  if (response)
    return new Map([
      ['version', textData(response[1])],
      ['status', { text: response[2], kind: ValueKind.text }],
    ]);
  if (request === null || request[3] === undefined) return undefined;
  return new Map([
    ['method', textData(request[1])],
    ['target', textData(request[2])],
    ['version', textData(request[3])],
  ]);
}

function readHeaders(lines: readonly string[]): ReadonlyMap<string, Data> {
  const headers = new Map<string, Data>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), textData(line.slice(colon + 1).trim()));
  }
  return headers;
}

function textData(text: string): Data {
  return { text, kind: ValueKind.text };
}
