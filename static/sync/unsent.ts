import * as Y from "yjs";
import type { Entry, Key, Outbox } from "./outbox";

/** One edit on its way: sent again and again, the very same, until it is answered. */
export interface Batch {
  op: number;
  update: Uint8Array;
  entries: Entry[];
}

/** Well under the 262,144 bytes that the server takes in one edit. */
const LARGEST = 200_000;

/** What was written in one text and is not yet acknowledged, in the order it was written. */
export class Unsent {
  readonly client = crypto.randomUUID();
  flying: Batch | undefined;
  #waiting: Entry[] = [];
  #op = 0;
  #lastOp = 0;
  readonly #notKept = new Set<Entry>();

  constructor(
    readonly person: string,
    readonly text: string,
    private readonly outbox: Outbox,
    private readonly changed: () => void,
  ) {}

  get entries(): Entry[] {
    return [...(this.flying?.entries ?? []), ...this.#waiting];
  }

  /** The number of the latest local edit. */
  get lastOp(): number {
    return this.#lastOp;
  }

  get any(): boolean {
    return this.flying !== undefined || this.#waiting.length > 0;
  }

  /** Is every unsent edit kept on the device? */
  get kept(): boolean {
    return this.#notKept.size === 0;
  }

  write(update: Uint8Array, epoch: number): void {
    const entry = { person: this.person, text: this.text, epoch, client: this.client, op: ++this.#op, update };
    this.#lastOp = entry.op;
    this.#waiting.push(entry);
    this.keep(entry);
  }

  /** Edits that an earlier page kept, and did not see acknowledged. */
  recover(entries: readonly Entry[]): void {
    this.#waiting.unshift(...entries);
  }

  /** The next edit to send, as large as one edit may be; nothing while one is under way. */
  next(): Batch | undefined {
    if (this.flying || this.#waiting.length === 0) return this.flying;
    let count = 0;
    for (let size = 0; count < this.#waiting.length; count++) {
      size += this.#waiting[count]?.update.byteLength ?? 0;
      if (size > LARGEST && count > 0) break;
    }
    const entries = this.#waiting.splice(0, count);
    this.flying = { op: ++this.#op, update: Y.mergeUpdates(entries.map((entry) => entry.update)), entries };
    return this.flying;
  }

  /** The flying edit is committed: the device need not keep it any longer. Gives the number up to which that is so. */
  landed(): number {
    const landed = this.flying?.entries ?? [];
    this.flying = undefined;
    this.forget(landed);
    return Math.max(0, ...landed.filter((entry) => entry.client === this.client).map((entry) => entry.op));
  }

  /** The server lacks something: everything unsent goes again, as one difference. */
  instead(difference: Uint8Array): void {
    const entries = this.entries;
    this.flying = { op: ++this.#op, update: difference, entries };
    this.#waiting = [];
  }

  /** Takes everything back: it will not be sent. */
  takeBack(): Entry[] {
    const all = this.entries;
    this.flying = undefined;
    this.#waiting = [];
    return all;
  }

  keep(entry: Entry): void {
    this.#notKept.add(entry);
    this.outbox.keep(entry).then(
      () => {
        this.#notKept.delete(entry);
        this.changed();
      },
      () => undefined, // it stays among those not kept, and the page says so
    );
  }

  forget(entries: readonly (Key | Entry)[]): void {
    for (const entry of entries) this.#notKept.delete(entry as Entry);
    this.outbox.drop(entries).catch(() => undefined); // kept too long is harmless: sent again, it changes nothing
  }
}
