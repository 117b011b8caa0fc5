import { Patience } from "./patience";

/** How long an edit may be late before it counts as missed. */
const LATE = 1000;

/** Notices when an edit of a text was missed: their numbers rise by one, but may arrive out of order. */
export class Seqs {
  #head = 0;
  readonly #beyond = new Set<number>();
  readonly #watch = new Patience();

  constructor(private readonly missed: () => void) {}

  start(head: number): void {
    this.#head = head;
    for (const seq of this.#beyond) if (seq <= head) this.#beyond.delete(seq);
    this.#close();
  }

  saw(seq: number): void {
    if (seq > this.#head) this.#beyond.add(seq);
    this.#close();
    if (this.#beyond.size > 0 && !this.#watch.waiting) this.#watch.after(LATE, () => { this.#look(); });
  }

  stop(): void {
    this.#beyond.clear();
    this.#watch.stop();
  }

  #look(): void {
    if (this.#beyond.size > 0) this.missed();
  }

  #close(): void {
    while (this.#beyond.delete(this.#head + 1)) this.#head++;
  }
}
