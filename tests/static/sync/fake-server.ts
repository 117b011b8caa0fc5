import * as Y from "yjs";
import type { Asks, Channel, Code, Hears, Joined, Kept, Opened, Person, Refusal, Right } from "../../../static/sync/protocol";

type Hearer = (news: never) => void;
export type Answer = Asks[keyof Asks]["gives"] | Refusal;

export const TEXT = "text-1";
export const PLAN = "plan-1";
export const ANNA: Person = { person: "anna", name: "Anna", role: "pupil", colour: 1, client: "c1", writing: null };

/** A server with one plan and one text, whose answers a test can hold back, lose or refuse. */
export class FakeServer {
  doc = new Y.Doc();
  epoch = 1;
  seq = 0;
  right: Right = "write";
  revision = 7;
  you = ANNA;
  readonly kept = new Map<string, number>();
  readonly edits: Asks["edit"]["takes"][] = [];
  readonly lines = new Set<FakeLine>();

  keep(edit: Asks["edit"]["takes"], from?: FakeLine): Kept | Refusal {
    this.edits.push(edit);
    if (edit.epoch !== this.epoch) return refusal("epoch");
    if (this.right !== "write") return refusal("forbidden");
    const name = `${edit.client}:${String(edit.op)}`;
    const before = this.kept.get(name);
    if (before !== undefined) return { ok: true, seq: before };
    Y.applyUpdate(this.doc, edit.update);
    this.kept.set(name, ++this.seq);
    const news = { text: edit.text, epoch: edit.epoch, seq: this.seq, update: edit.update };
    for (const line of this.lines) if (line !== from) line.tell("edit", news);
    return { ok: true, seq: this.seq };
  }

  open({ epoch, state }: Asks["open"]["takes"]): Opened | Refusal {
    if (epoch !== 0 && epoch !== this.epoch) return refusal("epoch");
    return {
      ok: true, text: TEXT, right: this.right, epoch: this.epoch, seq: this.seq,
      update: Y.encodeStateAsUpdate(this.doc, state), state: Y.encodeStateVector(this.doc),
    };
  }

  join(): Joined {
    const texts = [{ text: TEXT, right: this.right, epoch: this.epoch, seq: this.seq }];
    return { ok: true, plan: PLAN, revision: this.revision, you: this.you, people: [this.you], texts };
  }

  startAfresh(): void {
    this.doc = new Y.Doc();
    this.epoch++;
    this.seq = 0;
    this.kept.clear();
  }

  words(): string {
    return wordsIn(this.doc);
  }
}

/** One page's connection to the fake server. */
export class FakeLine implements Channel {
  up = true;
  signedOutCalls = 0;
  /** The codes that the next questions are refused with, in order, by event. */
  readonly refuse: Partial<Record<keyof Asks, Code[]>> = {};
  /** While set, a question reaches the server but its answer waits here. */
  held: (() => void)[] | undefined;
  /** The next question never reaches the server; the line falls. */
  dropNext: keyof Asks | undefined;
  readonly asked: [keyof Asks, unknown][] = [];
  readonly #hearers = new Map<string, Hearer[]>();
  readonly #lineHearers: ((up: boolean) => void)[] = [];
  #lost = new Set<(reason: Error) => void>();

  constructor(readonly server: FakeServer) {
    server.lines.add(this);
  }

  ask<E extends keyof Asks>(event: E, takes: Asks[E]["takes"]): Promise<Asks[E]["gives"] | Refusal> {
    this.asked.push([event, takes]);
    if (!this.up) return Promise.reject(new Error("down"));
    return new Promise((resolve, reject) => {
      this.#lost.add(reject);
      if (this.dropNext === event) {
        this.dropNext = undefined;
        this.fall();
        return;
      }
      const answer = this.#answer(event, takes) as Asks[E]["gives"] | Refusal;
      const give = (): void => {
        if (this.#lost.delete(reject)) resolve(answer);
      };
      if (this.held) this.held.push(give);
      else queueMicrotask(give);
    });
  }

  on<E extends keyof Hears>(event: E, hear: (news: Hears[E]) => void): void {
    this.#hearers.set(event, [...(this.#hearers.get(event) ?? []), hear]);
  }

  onLine(hear: (up: boolean) => void): void {
    this.#lineHearers.push(hear);
  }

  signedOut(): void {
    this.signedOutCalls++;
  }

  tell<E extends keyof Hears>(event: E, news: Hears[E]): void {
    if (this.up) for (const hear of this.#hearers.get(event) ?? []) (hear as (news: Hears[E]) => void)(news);
  }

  fall(): void {
    this.up = false;
    this.held = undefined;
    const lost = [...this.#lost];
    this.#lost.clear();
    for (const reject of lost) reject(new Error("the line fell"));
    for (const hear of this.#lineHearers) hear(false);
  }

  rise(): void {
    this.up = true;
    for (const hear of this.#lineHearers) hear(true);
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const give of held) give();
  }

  #answer(event: keyof Asks, takes: unknown): Answer {
    const code = this.refuse[event]?.shift();
    if (code) return refusal(code);
    if (event === "join") return this.server.join();
    if (event === "listen") return { ok: true, plans: [{ plan: PLAN, revision: this.server.revision }] };
    if (event === "follow") return { ok: true, ...(takes as Asks["follow"]["takes"]) };
    if (event === "open") return this.server.open(takes as Asks["open"]["takes"]);
    if (event === "edit") return this.server.keep(takes as Asks["edit"]["takes"], this);
    return { ok: true };
  }
}

export function refusal(code: Code): Refusal {
  return { ok: false, code, message: `no: ${code}` };
}

export function wordsIn(doc: Y.Doc): string {
  const line = (block: Y.XmlElement): string => (block.toArray() as Y.XmlText[]).map((part) => part.toJSON()).join("");
  return (doc.getXmlFragment("body").toArray() as Y.XmlElement[]).map(line).join("\n");
}

/** Writes a paragraph at the end, as the editor would. */
export function write(doc: Y.Doc, words: string): void {
  doc.transact(() => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(words)]);
    const body = doc.getXmlFragment("body");
    body.insert(body.length, [paragraph]);
  });
}

/** Types on at the end of the last paragraph. */
export function type(doc: Y.Doc, letters: string): void {
  const body = doc.getXmlFragment("body");
  const words = (body.get(body.length - 1) as Y.XmlElement).get(0) as Y.XmlText;
  words.insert(words.length, letters);
}

/** Lets everything that waits for nothing but a turn happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}
