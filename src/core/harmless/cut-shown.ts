/** The half of what a cut must not go through: an entity, a mark, a pair. */
const half = /(?:&[a-z0-9#]{0,5}|⟦[^⟦⟧]{0,24}|[\ud800-\udbff])$/;

/** A shown text cut to so many UTF-16 units where its parts together are too long, with an ellipsis. */
export function cutShown(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, Math.max(0, most - 1)).replace(half, '')}…`.slice(0, most);
}
