/** Collects the texts of a statement, so that no text of a user's ever becomes SQL. Equal texts share a place. */
export class Parameters {
  readonly #places = new Map<string, string>();

  bind(text: string): string {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = `$${this.#places.size + 1}`;
      this.#places.set(text, place);
    }
    return place;
  }

  get values(): string[] {
    return [...this.#places.keys()];
  }
}
