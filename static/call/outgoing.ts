import type { PeerSignal } from "./signals";

const TRIES = 6;
const PAUSE = 150;

/** What goes to one other page, in order: nothing overtakes a description, and one that the server could not pass on yet is sent again. */
export class Outgoing {
  #last: Promise<unknown> = Promise.resolve();
  #over = false;

  constructor(private readonly pass: (signal: PeerSignal) => Promise<boolean>) {}

  send(signal: PeerSignal): void {
    this.#last = this.#last.then(() => {
      if ("description" in signal) return this.#surely(signal);
      if (!this.#over) void this.pass(signal);
      return undefined;
    });
  }

  stop(): void {
    this.#over = true;
  }

  async #surely(signal: PeerSignal): Promise<void> {
    for (let tries = 0; tries < TRIES && !this.#over; tries++) {
      if (await this.pass(signal)) return;
      await new Promise((done) => { setTimeout(done, PAUSE * 2 ** tries); });
    }
  }
}
