/** One kind of news inside the page: whoever hears it is told, until they stop listening. */
export class Signal<T = void> {
  readonly #hearers = new Set<(news: T) => void>();

  on(hear: (news: T) => void): () => void {
    this.#hearers.add(hear);
    return () => {
      this.#hearers.delete(hear);
    };
  }

  tell(news: T): void {
    for (const hear of [...this.#hearers]) hear(news);
  }
}
