import { Manager, type Socket } from "socket.io-client";
import parser from "socket.io-msgpack-parser";
import { NamespaceChannel } from "./namespace";
import type { Asks, Hears, Shapes, TalkAsks, TalkHears } from "./protocol";
import { Signal } from "./signal";

/** `blocked`: never connected, though the page itself came; something on the way lets no websocket through. */
export type LineState = "connecting" | "live" | "down" | "blocked" | "signed-out";

export interface LineOptions {
  /** The server's address; the page's own when left out. */
  url?: string;
  /** Only outside a browser, which sends its own cookie and origin. */
  headers?: Record<string, string>;
  blockedAfter?: number;
}

const SPREAD = 2000;
const SIGNED_OUT_RETRY = 10_000;

/** The one connection to the server, with its two namespaces. */
export class Line {
  state: LineState = "connecting";
  readonly changed = new Signal<LineState>();
  readonly me: NamespaceChannel;
  readonly #manager: Manager;
  readonly #sockets: Socket[] = [];
  #plan: NamespaceChannel | undefined;
  #talk: NamespaceChannel<TalkAsks, TalkHears> | undefined;
  #wasLive = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor({ url, headers, blockedAfter = 8000 }: LineOptions = {}) {
    this.#manager = new Manager(url, {
      path: "/live/",
      transports: ["websocket"],
      parser,
      autoConnect: false,
      timeout: 5000,
      // the first try comes after 0 to 2 s, at random, and no later one is further away than that
      reconnectionDelay: SPREAD / 2,
      reconnectionDelayMax: SPREAD,
      randomizationFactor: 1,
      ...(headers ? { extraHeaders: headers } : {}),
    });
    this.#manager.on("error", () => { this.#failed(); });
    this.me = this.#namespace("/me");
    this.me.on("over", () => { this.signedOut(); });
    setTimeout(() => { if (!this.#wasLive && this.state !== "signed-out") this.#turn("blocked"); }, blockedAfter);
  }

  /** The plans' namespace; connects when it is first asked for. */
  get plan(): NamespaceChannel {
    this.#plan ??= this.#namespace("/plan");
    return this.#plan;
  }

  /** The talks' namespace; the same. */
  get talk(): NamespaceChannel<TalkAsks, TalkHears> {
    this.#talk ??= this.#namespace<TalkAsks, TalkHears>("/talk");
    return this.#talk;
  }

  /** The session has ended: hang up, for the cookie is read when the line is opened; try again now and then. */
  signedOut(): void {
    this.#turn("signed-out");
    for (const socket of this.#sockets) socket.disconnect();
    this.#again(SIGNED_OUT_RETRY);
  }

  /** Somebody else signed in in another window: nothing of this page may be said in that person's name. */
  anotherPerson(): void {
    this.#turn("signed-out");
    this.close();
  }

  /** Try at once; the person may have signed in in another window. */
  tryNow(): void {
    if (this.state !== "live") this.#again(0);
  }

  close(): void {
    clearTimeout(this.#retry);
    for (const socket of this.#sockets) socket.disconnect();
  }

  #namespace<A extends Shapes<A> = Asks, H = Hears>(name: string): NamespaceChannel<A, H> {
    // an empty auth: without it MessagePack would carry "undefined", as an extension type
    const socket = this.#manager.socket(name, { auth: {} });
    this.#sockets.push(socket);
    const channel = new NamespaceChannel<A, H>(socket, () => { this.signedOut(); });
    socket.on("connect", () => { this.#rose(); });
    socket.on("connect_error", (error: Error & { data?: { code?: string } }) => { this.#refused(socket, error.data?.code); });
    socket.on("disconnect", (reason) => {
      if (this.state === "signed-out") return;
      this.#turn("down");
      if (reason === "io server disconnect") this.#again(Math.random() * SPREAD);
    });
    socket.connect();
    return channel;
  }

  #rose(): void {
    if (!this.#sockets.every((socket) => socket.connected)) return;
    this.#wasLive = true;
    this.#turn("live");
  }

  #refused(socket: Socket, code: string | undefined): void {
    if (code === "sign_in") this.signedOut();
    else if (code === "origin") this.#turn("blocked");
    else if (!socket.active) this.#again(Math.random() * SPREAD);
  }

  #failed(): void {
    if (this.#wasLive && this.state !== "signed-out") this.#turn("down");
  }

  #again(ms: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      for (const socket of this.#sockets) if (!socket.active) socket.connect();
    }, ms);
  }

  #turn(state: LineState): void {
    if (this.state === state) return;
    this.state = state;
    this.changed.tell(state);
  }
}
