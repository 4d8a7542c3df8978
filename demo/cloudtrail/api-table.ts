import { compileTemplate, type Template } from './template.ts';

/**
 * Who makes a call: a user with a key, browser or session; the same in a browser only; the program of an instance;
 * a user or instance reading objects (a data event); another service for a user; AWS itself.
 */
export type Caller =
  | 'user'
  | 'console'
  | 'login'
  | 'instance'
  | 'object'
  | 'service'
  | 'awsService'
  | 'internal'
  | 'event';

export type ResourceKind = 'bucket' | 'object' | 'key' | 'parameter' | 'role';

export interface Api {
  readonly source: string;
  readonly name: string;
  /** Percent of all calls. */
  readonly share: number;
  readonly caller: Caller;
  /** The service in between, when `caller` is `service`: `rds.amazonaws.com`. */
  readonly invokedBy: string | null;
  readonly request: Template | null;
  readonly response: Template | null;
  readonly resources: ResourceKind | null;
  readonly readOnly: boolean;
}

const readOnlyNames = /^(Get|List|Describe|Head|Lookup|Search|BatchGet|Decrypt|GenerateDataKey|AssumeRole)/;

const templateOf = (text: string | undefined): Template | null =>
  text === undefined || text === '-' || text === '' ? null : compileTemplate(text);

function parseLine(source: string, line: string): Api[] {
  const [head, request, second, third] = line.split(' | ').map((cell) => cell.trim());
  const [name, share, who] = head.split(' ');
  const [caller, service] = who.split('=') as [Caller, string | undefined];
  const group = name === '*';
  const names = group ? second.split(' ') : [name];
  return names.map((api) => ({
    source,
    name: api,
    share: Number(share),
    caller,
    invokedBy: service ? `${service}.amazonaws.com` : null,
    request: templateOf(request),
    response: group ? null : templateOf(second),
    resources: (third as ResourceKind | undefined) ?? null,
    readOnly: readOnlyNames.test(api),
  }));
}

/**
 * Reads a table: an event source on a line of its own, then a line per API,
 * `<name> <share> <caller>[=<service>] | <request> | <response> | <resources>`. `-` and absent are null. The name `*`
 * stands for several APIs of the same share and request, named in the third cell.
 */
export function parseApis(table: string): readonly Api[] {
  let source = '';
  return table
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      if (/^[\w.-]+\.amazonaws\.com$/.test(line)) {
        source = line;
        return [];
      }
      return parseLine(source, line);
    });
}
