/** An array or object that is open around the records; `depth` is the path step that its elements or members are at. */
export interface Frame {
  readonly kind: 'array' | 'object';
  readonly depth: number;
}

/**
 * State of a reader that stands between records, deeper than any envelope's path: what comes is a record, even one that
 * looks like an envelope.
 */
export const amongRecords = formatFrames([{ kind: 'array', depth: 1000 }]);

/** Frames as text, outermost first: `{0[2`. */
export function formatFrames(frames: readonly Frame[]): string {
  return frames.map((frame) => `${frame.kind === 'array' ? '[' : '{'}${frame.depth}`).join('');
}

export function parseFrames(text: string): Frame[] {
  return [...text.matchAll(/([[{])(\d+)/g)].map(([, bracket, depth]) => ({
    kind: bracket === '[' ? 'array' : 'object',
    depth: Number(depth),
  }));
}
