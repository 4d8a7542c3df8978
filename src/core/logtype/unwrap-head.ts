/** Envelopes within envelopes that a probe looks through. */
const maxNesting = 4;
/** Messages of one envelope that a probe sees. */
const maxMessages = 100;

/** Where the text of a wrapper's records is: what comes first in the envelope, then the member with the text. */
const members: Readonly<Record<string, { readonly sign: RegExp; readonly message: RegExp }>> = {
  cloudwatch: { sign: /"logEvents"\s*:/, message: /"message"\s*:\s*"((?:[^"\\]|\\.)*)/gs },
  firelens: { sign: /"container_id"\s*:/, message: /"log"\s*:\s*"((?:[^"\\]|\\.)*)/gs },
  sns: { sign: /"TopicArn"\s*:/, message: /"Message"\s*:\s*"((?:[^"\\]|\\.)*)/gs },
  sqs: { sign: /"receiptHandle"\s*:/i, message: /"[bB]ody"\s*:\s*"((?:[^"\\]|\\.)*)/gs },
};

const exportStamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z /;

/**
 * The first text of an object as its envelopes have it inside, outermost first, for probes: `head` may end in the middle
 * of anything. EventBridge's `detail` needs no unwrapping, since probes look for its paths there.
 */
export function unwrapHead(head: string, wrappers: readonly string[]): readonly string[] {
  const heads: string[] = [];
  let text: string | undefined = head;
  for (let depth = 0; depth < maxNesting; depth++) {
    text = unwrapOnce(text, wrappers);
    if (text === undefined) break;
    heads.push(text);
  }
  return heads;
}

function unwrapOnce(text: string, wrappers: readonly string[]): string | undefined {
  if (wrappers.includes('cloudwatch') && exportStamp.test(text)) {
    return text.replace(new RegExp(exportStamp, 'gm'), '');
  }
  if (!/^\s*[[{]/.test(text)) return undefined;
  for (const name of wrappers) {
    const found = members[name];
    if (!found?.sign.test(text)) continue;
    const messages: string[] = [];
    for (const [, written] of text.matchAll(found.message)) {
      messages.push(stringText(written));
      if (messages.length === maxMessages) break;
    }
    if (messages.length > 0) return messages.join('\n');
  }
  return undefined;
}

/** `\u12` at the end, unless the backslash is itself escaped. */
const cutEscape = /(?<=(?:^|[^\\])(?:\\\\)*)\\u[0-9a-fA-F]{0,3}$/;

/** The text of a JSON string that may end anywhere; the empty text when it is none. */
function stringText(written: string): string {
  try {
    return JSON.parse(`"${written.replace(cutEscape, '')}"`);
  } catch {
    return '';
  }
}
