/** One run at a time; what is asked for meanwhile is run once more afterwards. So nothing older is ever drawn over something newer. */
export class Turns {
  #underWay = false;
  #next: (() => Promise<unknown>) | undefined;

  take(run: () => Promise<unknown>): void {
    if (this.#underWay) {
      this.#next = run;
      return;
    }
    this.#underWay = true;
    void run().finally(() => {
      this.#underWay = false;
      const next = this.#next;
      this.#next = undefined;
      if (next) this.take(next);
    });
  }
}
