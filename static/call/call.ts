import type { Entered, Present } from "../sync/protocol";
import { Patience } from "../sync/patience";
import { Signal } from "../sync/signal";
import type { TalkRoom } from "../sync/talk-room";
import { callers } from "./callers";
import { Mesh, type MeshParts } from "./mesh";
import { Own } from "./own";
import { Route } from "./route";
import { CallWatch } from "./watch";

/** Why somebody does not take part, or no longer. */
export type Out = "" | "full" | "moved" | "over";

/** Somebody came into the call, or went. */
export interface Move {
  who: Present;
  came: boolean;
}

/** Sound and picture of one talk, on this page: out of it until somebody chooses to take part. The plan and the talk go on without. */
export class Call {
  readonly changed = new Signal();
  readonly moved = new Signal<Move>();
  readonly own: Own;
  readonly mesh: Mesh;
  readonly route: Route;
  readonly watch: CallWatch;
  isIn = false;
  out: Out = "";
  readonly #patience = new Patience();
  #callers: Present[] = [];
  #isKnown = false;
  #said = "";

  constructor(
    readonly room: TalkRoom,
    connect?: MeshParts["connect"],
    own = new Own(),
  ) {
    this.own = own;
    this.route = new Route(() => room.ways());
    const send: MeshParts["send"] = (to, signal) => room.send(to, signal);
    this.mesh = new Mesh({ config: () => this.route.config, send, ...(connect ? { connect } : {}) });
    this.watch = new CallWatch(this.mesh, () => this.#callers, () => { this.changed.tell(); });
    this.#listen();
  }

  /** Who else takes part, in the order in which they came. */
  get others(): readonly Present[] {
    return this.#callers.filter((one) => one.client !== this.room.you?.client);
  }

  /** Takes part with what is turned on now; says whether it can. */
  async join(): Promise<boolean> {
    this.out = "";
    this.isIn = true;
    this.watch.start();
    await this.#tell();
    this.#meet();
    return this.#isIn();
  }

  leave(why: Out = ""): void {
    const was = this.isIn;
    this.isIn = false;
    this.out = why;
    this.#said = "";
    this.#patience.stop();
    this.watch.stop();
    this.mesh.close();
    this.own.stop();
    if (was && this.room.inside) void this.room.takePart(null);
    this.changed.tell();
  }

  #listen(): void {
    const { room, own, mesh } = this;
    room.entered.on((entered) => { void this.#enter(entered); });
    room.peopleChanged.on(() => { this.#meet(); });
    room.signalled.on(({ from, data }) => { if (this.isIn) mesh.hear(from, data); });
    room.over.on(() => {
      this.route.stop();
      this.leave("over");
    });
    mesh.changed.on(() => { this.changed.tell(); });
    own.changed.on(() => { this.#give(); });
    if (room.inside) void room.ways().then((ways) => { if (ways) this.route.take(ways); this.changed.tell(); });
    this.#meet();
  }

  /** The room was entered, perhaps again: under another name, with fresh servers. */
  async #enter(entered: Entered): Promise<void> {
    this.route.take(entered);
    this.#said = "";
    await this.#tell();
    this.changed.tell();
  }

  /** What goes out has changed: to each page, and in the list of people. */
  #give(): void {
    this.mesh.give(this.own.tracks, this.own.picture === "screen", (client) => this.watch.leavesOut(client));
    void this.#tell();
    this.changed.tell();
  }

  /** Says how this page takes part, if that is not said already; on a line that is down it is said when it is back. */
  async #tell(): Promise<void> {
    const part = { sound: this.own.hasSound, picture: this.own.picture };
    const said = JSON.stringify(part);
    if (!this.isIn || said === this.#said || !this.room.inside) return;
    this.#said = said;
    const refusal = await this.room.takePart(part);
    if (!refusal) {
      this.#patience.reset();
      return;
    }
    this.#said = "";
    if (refusal.code === "full") this.leave("full");
    else this.#patience.longer(() => void this.#tell());
  }

  #isIn(): boolean {
    return this.isIn;
  }

  #meet(): void {
    const before = this.#callers;
    this.#callers = callers(this.room.people);
    if (this.#isKnown) this.#say(before); // not of those whom the page came to
    this.#isKnown ||= this.room.inside;
    const me = this.room.you?.client;
    const mine = this.room.people.find((one) => one.client === me);
    if (this.isIn && me !== undefined && mine?.part) {
      if (this.#callers.includes(mine)) this.mesh.meet(me, this.others.map((one) => one.client));
      else this.leave(this.#callers.some((one) => one.person === mine.person && one.room === mine.room) ? "moved" : "full");
    }
    this.changed.tell();
  }

  #say(before: readonly Present[]): void {
    const isIn = (one: Present, list: readonly Present[]): boolean => list.some((other) => other.person === one.person && other.room === one.room);
    const isMe = (one: Present): boolean => one.person === this.room.you?.person && one.room === this.room.you.room;
    for (const who of this.#callers) if (!isIn(who, before) && !isMe(who)) this.moved.tell({ who, came: true });
    for (const who of before) if (!isIn(who, this.#callers) && !isMe(who)) this.moved.tell({ who, came: false });
  }
}
