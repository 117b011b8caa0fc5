import { Patience } from "./patience";
import { no, type Channel, type Entered, type Present, type Refusal, type TalkAsks, type TalkHears, type TalkLine, type TalkState, type Ways } from "./protocol";
import { Signal } from "./signal";

export type TalkChannel = Channel<TalkAsks, TalkHears>;

/** One talk's room on the line: entered, lost and entered again; who is there, where it is, what is said, and signals between two pages. */
export class TalkRoom {
  /** The room was entered, the first time or again: everything live is known anew. */
  readonly entered = new Signal<Entered>();
  readonly peopleChanged = new Signal<Present[]>();
  readonly stateChanged = new Signal<TalkState>();
  readonly chatChanged = new Signal<TalkLine[]>();
  /** Another page has something for this one. */
  readonly signalled = new Signal<Omit<TalkHears["signal"], "talk">>();
  /** The line rose or fell. */
  readonly lineChanged = new Signal<boolean>();
  readonly over = new Signal<Pick<Refusal, "code" | "message">>();
  people: Present[] = [];
  chat: TalkLine[] = [];
  state: TalkState | undefined;
  you: Present | undefined;
  hand = false;
  follows = true;

  readonly #patience = new Patience();
  #ended = false;

  constructor(
    readonly talk: string,
    private readonly channel: TalkChannel,
    /** Whether this is the room's large screen. */
    readonly isRoom = false,
  ) {
    this.#listen();
    if (channel.up) void this.#enter();
  }

  /** Whether this page has its place in the room now. */
  get inside(): boolean {
    return this.you !== undefined;
  }

  raise(up: boolean): void {
    this.hand = up;
    if (this.inside) this.channel.ask("hand", { up }).catch(() => undefined); // a page that comes back says it again
  }

  follow(on: boolean): void {
    this.follows = on;
    if (this.inside) this.channel.ask("follow", { on }).catch(() => undefined);
  }

  /** Says a line; gives the refusal, if there is one. */
  async say(words: string): Promise<Refusal | undefined> {
    const answer = await this.channel.ask("say", { words }).catch(() => no("unavailable"));
    return answer.ok ? undefined : answer;
  }

  /** Sends another page of the room a signal; says whether it was passed on. */
  async send(to: string, data: Record<string, unknown>): Promise<boolean> {
    if (!this.inside) return false;
    const answer = await this.channel.ask("signal", { to, data }).catch(() => undefined);
    return answer?.ok ?? false;
  }

  /** Takes part with sound and picture, or no longer; gives the refusal, if there is one. */
  async takePart(part: TalkAsks["call"]["takes"]["part"]): Promise<Refusal | undefined> {
    const answer = await this.channel.ask("call", { part }).catch(() => no("unavailable"));
    return answer.ok ? undefined : answer;
  }

  /** Asks for the servers by which this page is reached, with credentials that last from now. */
  async ways(): Promise<Ways | undefined> {
    const answer = await this.channel.ask("ways", {}).catch(() => undefined);
    return answer?.ok ? answer : undefined;
  }

  /** The page shows nothing of this talk any more. */
  close(): void {
    this.#ended = true;
    this.#patience.stop();
    if (this.channel.up && this.inside) this.channel.ask("leave", {}).catch(() => undefined);
    this.you = undefined;
  }

  #listen(): void {
    const { channel } = this;
    channel.onLine((up) => {
      if (up) void this.#enter();
      else this.#lose();
      this.lineChanged.tell(up);
    });
    channel.on("people", ({ talk, people }) => { if (talk === this.talk) this.#meet(people); });
    channel.on("state", (state) => { if (state.talk === this.talk) this.#stand(state); });
    channel.on("said", ({ talk, line }) => { if (talk === this.talk) this.#hear([line]); });
    channel.on("signal", ({ talk, from, data }) => { if (talk === this.talk) this.signalled.tell({ from, data }); });
    channel.on("over", ({ talk, code, message }) => { if (talk === this.talk) this.#end({ code, message }); });
  }

  async #enter(): Promise<void> {
    if (this.#ended) return;
    const { talk, hand, follows, isRoom: room } = this;
    const answer = await this.channel.ask("enter", { talk, hand, follows, room }).catch(() => undefined);
    if (!answer) this.#again();
    else if (answer.ok) this.#take(answer);
    else if (answer.code === "sign_in") this.channel.signedOut();
    else if (answer.code === "unknown" || answer.code === "forbidden") this.#end(answer);
    else this.#again();
  }

  #again(): void {
    if (this.channel.up) this.#patience.longer(() => void this.#enter());
  }

  #take(answer: Entered): void {
    this.#patience.reset();
    this.you = answer.you;
    this.chat = [];
    this.#hear(answer.chat);
    this.#meet(answer.people);
    this.#stand(answer);
    this.entered.tell(answer);
  }

  /** The line fell; who was here is still shown, for they are in the talk all the same. */
  #lose(): void {
    this.#patience.stop();
    this.you = undefined;
  }

  #meet(people: Present[]): void {
    this.people = people;
    this.peopleChanged.tell(people);
  }

  #stand({ talk, point, lead }: TalkState): void {
    this.state = { talk, point, lead };
    this.stateChanged.tell(this.state);
  }

  #hear(lines: readonly TalkLine[]): void {
    const known = new Set(this.chat.map((one) => one.id));
    this.chat = [...this.chat, ...lines.filter((one) => !known.has(one.id))].sort((one, other) => one.id - other.id);
    this.chatChanged.tell(this.chat);
  }

  #end(why: Pick<Refusal, "code" | "message">): void {
    this.#ended = true;
    this.#lose();
    this.over.tell({ code: why.code, message: why.message });
  }
}
