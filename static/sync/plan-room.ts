import { LiveText } from "./live-text";
import type { Outbox } from "./outbox";
import { Patience } from "./patience";
import type { Channel, Hears, Joined, Person, Place, Refusal, Right } from "./protocol";
import { Signal } from "./signal";

/** One plan on the line: joined, left and joined again; its texts, its people, its news. */
export class PlanRoom {
  readonly joined = new Signal<Joined>();
  readonly here = new Signal<Person[]>();
  readonly news = new Signal<Hears["news"]>();
  readonly over = new Signal<Pick<Refusal, "code" | "message">>();
  /** Which texts may be seen, or the right to one of them, has changed. */
  readonly rightsChanged = new Signal();
  /** Somebody else is signed in by now than the one this page was drawn for. */
  readonly anotherPerson = new Signal();
  people: Person[] = [];
  you: Person | undefined;

  readonly #texts = new Map<string, LiveText>();
  readonly #patience = new Patience();
  #rights: Map<string, Right> | undefined;
  #ended = false;

  constructor(
    readonly plan: string,
    readonly person: string,
    private readonly channel: Channel,
    private readonly outbox: Outbox,
  ) {
    this.#listen();
    if (channel.up) void this.#join();
  }

  /** The live text of the given id; the same one for all who ask. */
  text(text: string, right: Right): LiveText {
    const known = this.#texts.get(text);
    if (known) return known;
    const { person, channel, outbox } = this;
    const live = new LiveText({ text, person, right, channel, outbox, rejoin: () => void this.#join() });
    this.#texts.set(text, live);
    if (this.#rights) this.#enter(live);
    return live;
  }

  /** The texts that may be seen; undefined until the plan is joined. */
  get seen(): string[] | undefined {
    return this.#rights && [...this.#rights.keys()];
  }

  get texts(): LiveText[] {
    return [...this.#texts.values()];
  }

  /** Says where one's caret is; says it to nobody when the line is down. */
  point(text: string, at: Place | null): void {
    if (this.#rights) this.channel.ask("point", { text, at }).catch(() => undefined);
  }

  /** The page shows nothing of this plan any more. All that was written must be saved. */
  close(): void {
    this.#ended = true;
    this.#leave();
    for (const text of this.#texts.values()) text.close();
    this.#texts.clear();
    if (this.channel.up) this.channel.ask("leave", { plan: this.plan }).catch(() => undefined);
  }

  #listen(): void {
    const { channel } = this;
    channel.onLine((up) => {
      if (up) void this.#join();
      else this.#leave();
    });
    channel.on("edit", (edit) => this.#texts.get(edit.text)?.heard(edit));
    channel.on("point", (point) => this.#texts.get(point.text)?.pointed.tell(point));
    channel.on("right", (right) => { if (right.plan === this.plan) this.#change(right); });
    channel.on("afresh", ({ text, epoch }) => this.#texts.get(text)?.startAfresh(epoch));
    channel.on("here", ({ plan, people }) => { if (plan === this.plan) this.#meet(people); });
    channel.on("news", (news) => { if (news.plan === this.plan) this.#hear(news); });
    channel.on("over", ({ plan, code, message }) => { if (plan === this.plan) this.#end({ code, message }); });
  }

  async #join(): Promise<void> {
    if (this.#ended) return;
    this.#leave();
    const answer = await this.channel.ask("join", { plan: this.plan }).catch(() => undefined);
    if (!answer) this.#again();
    else if (answer.ok) this.#enterAll(answer);
    else if (answer.code === "sign_in") this.channel.signedOut();
    else if (answer.code === "unknown" || answer.code === "forbidden") this.#end(answer);
    else this.#again();
  }

  #again(): void {
    if (this.channel.up) this.#patience.longer(() => void this.#join());
  }

  #enterAll(answer: Joined): void {
    if (answer.you.person !== this.person) {
      this.anotherPerson.tell();
      return;
    }
    this.#patience.reset();
    this.you = answer.you;
    this.#rights = new Map(answer.texts.map(({ text, right }) => [text, right]));
    this.#meet(answer.people);
    for (const text of this.#texts.values()) this.#enter(text);
    this.joined.tell(answer);
    this.rightsChanged.tell();
  }

  #change(news: Hears["right"]): void {
    if (news.right === "none") this.#rights?.delete(news.text);
    else this.#rights?.set(news.text, news.right);
    this.#texts.get(news.text)?.rightChanged(news);
    this.rightsChanged.tell();
  }

  #enter(text: LiveText): void {
    if (this.#rights?.has(text.text)) void text.open();
    else text.rightChanged({ right: "none", code: "unknown", message: "" });
  }

  #leave(): void {
    this.#patience.stop();
    this.#rights = undefined;
    for (const text of this.#texts.values()) text.down();
    this.#meet([]);
  }

  #meet(people: Person[]): void {
    this.people = people;
    this.here.tell(people);
  }

  #hear(news: Hears["news"]): void {
    if (news.kind === "stale") for (const text of this.#texts.values()) this.#enter(text);
    this.news.tell(news);
  }

  #end(why: Pick<Refusal, "code" | "message">): void {
    this.#ended = true;
    this.#leave();
    for (const text of this.#texts.values()) text.rightChanged({ right: "none", ...why });
    this.over.tell(why);
  }
}
