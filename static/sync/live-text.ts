import * as Y from "yjs";
import { Leftovers } from "./leftovers";
import type { Entry, Outbox } from "./outbox";
import { Paper } from "./paper";
import { Patience } from "./patience";
import { no, type Channel, type Code, type Hears, type Opened, type Refusal, type Right } from "./protocol";
import { lacks, sort } from "./recovery";
import { Sender } from "./sender";
import { Seqs } from "./seqs";
import { Signal } from "./signal";
import { Unsent } from "./unsent";

export type Status = "opening" | "saved" | "saving" | "device" | "unsaved" | "read" | "refused";

export interface LiveTextOptions {
  text: string;
  person: string;
  right: Right;
  channel: Channel;
  outbox: Outbox;
  /** The server says that this connection has not joined the plan. */
  rejoin: () => void;
}

/** One live text: its Yjs document, and the promise that nothing written in it is lost. */
export class LiveText {
  readonly text: string;
  right: Right;
  /** Why nobody writes here for now, in words; empty where there is nothing to say. */
  why = "";
  /** Status, right or leftovers changed. */
  readonly changed = new Signal();
  readonly pointed = new Signal<Hears["point"]>();
  /** Every local edit up to this number is committed. */
  readonly acknowledged = new Signal<number>();
  readonly leftovers: Leftovers;

  readonly #of: LiveTextOptions;
  readonly #unsent: Unsent;
  readonly #sender: Sender;
  readonly #paper = new Paper((update) => { this.#wrote(update); });
  /** Something written elsewhere is about to come in. */
  readonly arriving = this.#paper.arriving;
  readonly #seqs = new Seqs(() => { if (this.#open) void this.open(); });
  readonly #patience = new Patience();
  #open = false;
  #visit = 0;
  #lacking = false;
  #early: Hears["edit"][] = [];
  #found: Promise<Entry[]>;

  constructor(options: LiveTextOptions) {
    this.#of = options;
    this.text = options.text;
    this.right = options.right;
    this.#unsent = new Unsent(options.person, options.text, options.outbox, () => { this.changed.tell(); });
    this.#sender = new Sender(options.channel, this.#unsent, this);
    this.leftovers = new Leftovers(this.#unsent);
    this.#found = options.outbox.entries(options.person, options.text).catch(() => []);
  }

  get doc(): Y.Doc { return this.#paper.doc; }
  get body(): Y.XmlFragment { return this.#paper.body; }

  /** The document was dropped for a new one: bind to it again. */
  get afresh(): Signal {
    return this.#paper.afresh;
  }

  /** May the person write now? Also while the line is down, once the text has been opened. */
  get writable(): boolean {
    return this.right === "write" && this.opened;
  }

  /** Has the text come from the server? */
  get opened(): boolean { return this.#paper.epoch !== 0; }

  get status(): Status {
    if (this.right !== "write") return this.leftovers.any ? "refused" : "read";
    if (!this.#unsent.any) return this.opened ? "saved" : "opening";
    if (this.#of.channel.up && !this.#sender.stuck) return "saving";
    return this.#unsent.kept ? "device" : "unsaved";
  }

  /** The number of the latest local edit. */
  get lastOp(): number { return this.#unsent.lastOp; }

  /** Is anything here that the server has not, and the device keeps no copy of? */
  get wouldBeLost(): boolean {
    return this.#unsent.any && !this.#unsent.kept;
  }

  /** The words that wait to be sent or copied. */
  get words(): string {
    return this.leftovers.words(this.body);
  }

  /** The person has taken care of the words that could not be sent. */
  dismiss(): void {
    this.leftovers.dismiss();
    this.changed.tell();
  }

  /** The plan was joined: get what is missing, then send what is unsent. Also to look again, at any time. */
  async open(): Promise<void> {
    const visit = ++this.#visit;
    this.#open = false;
    this.#patience.stop();
    const found = await this.#found;
    if (visit !== this.#visit) return;
    const { epoch, state } = this.#paper;
    const answer = await this.#of.channel.ask("open", { text: this.text, epoch, state }).catch(() => undefined);
    if (visit !== this.#visit) return;
    if (!answer) this.#openLater();
    else if (answer.ok) this.#opened(answer, found);
    else this.#notOpened(answer);
  }

  /** The line fell. What is written from now on waits. */
  down(): void {
    this.#visit++;
    this.#open = false;
    this.#early = [];
    this.#patience.stop();
    this.changed.tell();
  }

  heard(edit: Hears["edit"]): void {
    if (!this.#open) this.#early.push(edit);
    else if (edit.epoch > this.#paper.epoch) this.startAfresh(edit.epoch);
    else if (edit.epoch === this.#paper.epoch) {
      this.#paper.apply(edit.update);
      this.#seqs.saw(edit.seq);
    }
  }

  startAfresh(epoch: number): void {
    if (epoch !== this.#paper.epoch) this.#giveBackAndOpen(no("epoch"));
  }

  rightChanged({ right, code, message }: Pick<Hears["right"], "right" | "code" | "message">): void {
    if (right === this.right) return;
    const before = this.right;
    this.right = right;
    this.why = code === "locked" && before === "write" ? message : ""; // whoever only read is told nothing of writing
    if (before === "none") void this.open();
    else if (right === "write") this.#sender.wake();
    else if (!this.#sender.busy) this.#end(no(code, message)); // else when the edit under way has been judged
    this.changed.tell();
  }

  close(): void {
    this.down();
    this.#sender.stop();
    this.#seqs.stop();
    this.doc.destroy();
  }

  /** The epoch that edits go to, or undefined while none may be sent. */
  get epochToSendTo(): number | undefined {
    return this.#open && this.right === "write" ? this.#paper.epoch : undefined;
  }

  /** An edit was acknowledged. */
  landed(seq: number, op: number): void {
    this.#lacking = false;
    this.#seqs.saw(seq);
    if (this.right !== "write") this.#end(no("forbidden"));
    this.acknowledged.tell(op);
    this.changed.tell();
  }

  /** An edit was refused, and the sender will not send it again by itself. */
  refused(refusal: Refusal): void {
    const { code } = refusal;
    if (code === "gap" && !this.#lacking) {
      this.#lacking = true;
      void this.open();
    } else if (!this.#comesBack(code)) {
      this.#lose(refusal);
      this.#giveBackAndOpen(refusal);
    }
    this.changed.tell();
  }

  #notOpened(refusal: Refusal): void {
    const { code } = refusal;
    if (code === "epoch") this.#giveBackAndOpen(refusal);
    else if (code === "slow_down" || code === "unavailable") this.#openLater();
    else if (!this.#comesBack(code)) {
      this.#lose(refusal);
      this.#giveBack(refusal);
      this.#openLater();
    }
    this.changed.tell();
  }

  /** Will the text be opened again once something outside it is mended? */
  #comesBack(code: Code): boolean {
    if (code === "sign_in") this.#of.channel.signedOut();
    else if (code === "not_joined") this.#of.rejoin();
    return code === "sign_in" || code === "not_joined";
  }

  #lose({ code, message }: Refusal): void {
    if (code === "forbidden" || code === "locked") this.right = "read";
    if (code === "unknown") this.right = "none";
    this.why = code === "locked" ? message : "";
  }

  #opened(answer: Opened, found: Entry[]): void {
    this.#paper.epoch = answer.epoch;
    this.right = answer.right;
    this.#paper.apply(answer.update);
    this.#seqs.start(answer.seq);
    this.#recover(found);
    this.#patience.reset();
    this.#open = true;
    for (const edit of this.#early.splice(0)) this.heard(edit);
    if (this.#lacking || lacks(answer.state, this.doc, this.#unsent.entries)) {
      this.#unsent.instead(Y.encodeStateAsUpdate(this.doc, answer.state));
    }
    if (this.right === "write") this.#sender.wake();
    else this.#end(no("forbidden"));
    this.changed.tell();
  }

  #recover(found: readonly Entry[]): void {
    if (found.length === 0) return;
    this.#found = Promise.resolve([]);
    const { sendable, leftovers } = sort(found, this.doc, this.#paper.epoch);
    for (const entry of sendable) this.#paper.apply(entry.update);
    this.#unsent.recover(sendable);
    this.leftovers.list.push(...leftovers);
  }

  #openLater(): void {
    if (this.#of.channel.up && this.right !== "none") this.#patience.longer(() => void this.open());
  }

  /** The right to write ended: what is unsent is given back, and the text is shown as it is without it. */
  #end(refusal: Refusal): void {
    if (this.#unsent.any) this.#giveBackAndOpen(refusal);
    if (this.right === "none") void this.#shut();
  }

  /** The text is not to be seen any more; what the device kept of it can only be copied. */
  async #shut(): Promise<void> {
    this.down();
    const found = await this.#found;
    this.#found = Promise.resolve([]);
    this.leftovers.list.push(...sort(found).leftovers);
    this.changed.tell();
  }

  #giveBackAndOpen(refusal: Refusal): void {
    this.#giveBack(refusal);
    if (this.right !== "none") void this.open();
  }

  /** Gives back what is unsent, and drops the document, for it holds what will never be. */
  #giveBack(refusal: Refusal): void {
    this.leftovers.giveBack(refusal, this.body);
    this.#open = false;
    this.#lacking = false;
    this.#paper.drop();
  }

  #wrote(update: Uint8Array): void {
    // the editor mends what merges badly, in a reader's page too: that is not the reader's to send
    if (!this.writable) return;
    this.#unsent.write(update, this.#paper.epoch);
    this.#sender.send();
    this.changed.tell();
  }
}
