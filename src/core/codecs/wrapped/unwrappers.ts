import { ValueKind } from '../../batch/dictionary.ts';
import { type JsonNode, nodeText } from '../json/parse-json.ts';
import { resolvePath } from '../json/resolve-path.ts';
import type { PathStep } from '../reader.ts';
import type { SideValues } from '../side-columns.ts';

/** A JSON value and the bytes it stands in. */
export interface Document {
  readonly bytes: Uint8Array;
  readonly node: JsonNode;
}

/** What an envelope has at one place where a record belongs. */
export interface Inside {
  /** The record, or text that holds records; undefined when it is missing. */
  readonly content: JsonNode | undefined;
  /** The part of the envelope around it, which is to blame when the content is no record. */
  readonly around: JsonNode;
  readonly facts: SideValues;
}

/** A JSON envelope that is taken off its records. */
export interface Unwrapper {
  /** As in `wrappers:` of logtype.yml. */
  readonly name: string;
  /** Members that the envelope has, in one of its forms. */
  readonly signs: readonly (readonly string[])[];
  open(document: Document): readonly Inside[];
}

/**
 * CloudWatch Logs subscription data, one event's message a record:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html. Control messages have no records.
 */
const cloudwatch: Unwrapper = {
  name: 'cloudwatch',
  signs: [['messageType', 'logEvents']],
  open({ bytes, node }) {
    if (valuesAt({ bytes, node }, 'messageType')[0]?.text === 'CONTROL_MESSAGE') return [];
    const events = member(node, 'logEvents');
    if (events?.elements === undefined) return [{ content: undefined, around: node, facts: new Map() }];
    const shared = factsOf({ bytes, node }, { owner: 'owner', log_group: 'logGroup', log_stream: 'logStream' }, 'cwl');
    return events.elements.map((event) => ({
      content: member(event, 'message'),
      around: event,
      facts: new Map([...shared, ...factsOf({ bytes, node: event }, { id: 'id', timestamp: 'timestamp' }, 'cwl')]),
    }));
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const eventbridge: Unwrapper = {
  name: 'eventbridge',
  signs: [['detail-type', 'source', 'detail']],
  open: ({ bytes, node }) => [
    {
      content: member(node, 'detail'),
      around: node,
      facts: factsOf({ bytes, node }, eventbridgeFacts, 'eventbridge'),
    },
  ],
};

const eventbridgeFacts = {
  id: 'id',
  time: 'time',
  account: 'account',
  region: 'region',
  source: 'source',
  detail_type: 'detail-type',
  resources: 'resources',
};

/**
 * A notification as SNS sends it to queues and streams, and as Lambda is given it:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
const sns: Unwrapper = {
  name: 'sns',
  signs: [
    ['Type', 'TopicArn', 'Message'],
    ['EventSource', 'Sns'],
  ],
  open({ bytes, node }) {
    const notification = member(node, 'Sns') ?? node;
    const names = { message_id: 'MessageId', timestamp: 'Timestamp', topic: 'TopicArn', subject: 'Subject' };
    const facts = factsOf({ bytes, node: notification }, names, 'sns');
    return [{ content: member(notification, 'Message'), around: node, facts }];
  },
};

/** A message as ReceiveMessage gives it, and as Lambda is given it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const sqs: Unwrapper = {
  name: 'sqs',
  signs: [
    ['messageId', 'receiptHandle', 'body'],
    ['MessageId', 'ReceiptHandle', 'Body'],
  ],
  open({ bytes, node }) {
    const isLambda = member(node, 'body') !== undefined;
    const attributes = member(node, isLambda ? 'attributes' : 'Attributes') ?? node;
    const [sent] = valuesAt({ bytes, node: attributes }, 'SentTimestamp');
    const nanoseconds = sent && /^\d{1,13}$/.test(sent.text) ? [{ text: `${sent.text}000000`, kind: sent.kind }] : [];
    const id = valuesAt({ bytes, node }, isLambda ? 'messageId' : 'MessageId');
    const facts = new Map([
      ['$sqs.message_id', id],
      ['$sqs.sent', nanoseconds],
    ]);
    return [{ content: member(node, isLambda ? 'body' : 'Body'), around: node, facts }];
  },
};

/** A line of a container, as FireLens sends it: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html */
const firelens: Unwrapper = {
  name: 'firelens',
  signs: [['log', 'container_id', 'container_name']],
  open: ({ bytes, node }) => [
    { content: member(node, 'log'), around: node, facts: factsOf({ bytes, node }, firelensFacts, 'firelens') },
  ],
};

const firelensFacts = {
  container_id: 'container_id',
  container_name: 'container_name',
  cluster: 'ecs_cluster',
  task_arn: 'ecs_task_arn',
  task_definition: 'ecs_task_definition',
  stream: 'source',
};

/** The JSON envelopes that readers take off. Firehose adds none: it only leaves out what separates records. */
export const unwrappers: readonly Unwrapper[] = [cloudwatch, eventbridge, sns, sqs, firelens];

function member(node: JsonNode, name: string): JsonNode | undefined {
  return node.members?.findLast(({ key }) => key === name)?.value;
}

function valuesAt({ bytes, node }: Document, name: string) {
  const steps: PathStep[] = [{ key: name }];
  return resolvePath(bytes, node, steps)
    .filter(({ kind }) => kind !== ValueKind.null)
    .map((value) => ({ text: nodeText(bytes, value), kind: value.kind }));
}

function factsOf(document: Document, names: Readonly<Record<string, string>>, prefix: string): SideValues {
  return new Map(Object.entries(names).map(([fact, name]) => [`$${prefix}.${fact}`, valuesAt(document, name)]));
}
