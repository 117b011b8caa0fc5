import { Patience } from "./patience";
import type { Channel, Refusal } from "./protocol";
import type { Signal } from "./signal";
import type { Unsent } from "./unsent";

/** Between two edits of one text, so that fast typing stays under the server's 60 edits a second. */
const BREATH = 20;

const SLOW = 2000;

export interface Desk {
  /** The epoch that edits go to, or undefined while none may be sent. */
  readonly epochToSendTo: number | undefined;
  landed(seq: number, op: number): void;
  refused(refusal: Refusal): void;
  open(): Promise<void>;
  readonly changed: Signal;
}

/** Sends one edit at a time; what is written meanwhile goes together in the next. */
export class Sender {
  #busy = false;
  readonly #patience = new Patience();
  /** The server cannot keep anything just now, or does not answer. */
  stuck = false;

  constructor(
    private readonly channel: Channel,
    private readonly unsent: Unsent,
    private readonly desk: Desk,
  ) {}

  get busy(): boolean {
    return this.#busy;
  }

  send(): void {
    const epoch = this.desk.epochToSendTo;
    if (epoch === undefined || this.#busy || this.#patience.waiting) return;
    if (this.unsent.next()) void this.#send(epoch);
  }

  /** The text was opened (again): whatever was waited for is tried at once. */
  wake(): void {
    this.#patience.reset();
    this.stuck = false;
    this.send();
  }

  stop(): void {
    this.#patience.stop();
  }

  async #send(epoch: number): Promise<void> {
    const { unsent } = this;
    const batch = unsent.flying;
    if (!batch) return;
    this.#busy = true;
    const edit = { text: unsent.text, epoch, client: unsent.client, op: batch.op, update: batch.update };
    const slow = setTimeout(() => { this.#hang(); }, SLOW);
    const answer = await this.channel.ask("edit", edit).catch(() => undefined);
    clearTimeout(slow);
    this.#busy = false;
    if (batch !== unsent.flying) this.send(); // it was taken back meanwhile: its answer means nothing now
    else if (!answer) this.#unanswered();
    else if (answer.ok) this.#landed(answer.seq);
    else this.#refused(answer);
  }

  /** So long without an answer: the page says that it is only on the device. */
  #hang(): void {
    this.stuck = true;
    this.desk.changed.tell();
  }

  #unanswered(): void {
    if (this.channel.up) void this.desk.open(); // it took too long: look whether it arrived, and send the same again
  }

  #landed(seq: number): void {
    this.#patience.reset();
    this.stuck = false;
    this.desk.landed(seq, this.unsent.landed());
    if (!this.#busy) this.#patience.after(BREATH, () => { this.send(); });
  }

  #refused(refusal: Refusal): void {
    if (refusal.code === "slow_down") this.#patience.after(1000, () => { this.send(); });
    else if (refusal.code === "unavailable") {
      this.#hang();
      this.#patience.longer(() => { this.send(); });
    } else this.desk.refused(refusal);
  }
}
