/** The JSON documents of a body of lines, as they come. */
export async function* lineParts(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  for await (const line of linesOf(body)) if (line !== '') yield JSON.parse(line);
}

/**
 * The data of a body of server-sent events, each of one line; comments keep the stream open and say nothing:
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* eventParts(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  for await (const line of linesOf(body)) if (line.startsWith('data:')) yield JSON.parse(line.slice(5));
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (done) break;
    }
    yield rest;
  } finally {
    reader.releaseLock();
  }
}
