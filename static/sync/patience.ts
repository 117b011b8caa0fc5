/** Waits later and later: 1 s, 2 s, then every 4 s, so that no page is stale for longer once it can be answered. One thing is waited for at a time. */
export class Patience {
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  longer(act: () => void): void {
    this.after(Math.min(4000, 1000 * 2 ** this.#tries++), act);
  }

  after(ms: number, act: () => void): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      act();
    }, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** What was waited for has come: next time begins at one second again. */
  reset(): void {
    this.stop();
    this.#tries = 0;
  }
}
