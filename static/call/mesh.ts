import { Signal } from "../sync/signal";
import { sizeFor, type Tracks } from "./lines";
import { Outgoing } from "./outgoing";
import { Peer, type PeerParts } from "./peer";
import { Flood, readSignal, type PeerSignal } from "./signals";

export interface MeshParts {
  config: () => RTCConfiguration;
  /** Sends another page a signal; says whether it was passed on. */
  send: (to: string, signal: PeerSignal) => Promise<boolean>;
  connect?: PeerParts["connect"];
}

/** Signals may overtake the list of people: so many from so many are kept until it comes. */
const MOST_EARLY = 60;
const MOST_STRANGERS = 8;
const KEPT = 5000;
/** All connections of this page: one to each other page that takes part. They come and go with the list of people. */
export class Mesh {
  readonly changed = new Signal();
  readonly peers = new Map<string, Peer>();
  readonly #floods = new Map<string, Flood>();
  readonly #outgoing = new Map<string, Outgoing>();
  /** Pages that sent too much: they are connected to no more as long as they are here. */
  readonly refused = new Set<string>();
  readonly #early = new Map<string, { at: number; data: unknown[] }>();
  #me: string | undefined;
  #tracks: Tracks = { sound: null, picture: null };
  #isScreen = false;

  constructor(private readonly parts: MeshParts) {}

  /** Connects with those who take part and with nobody else; under another name of this page everything begins anew. */
  meet(me: string, others: readonly string[]): void {
    if (this.#me !== me) this.close();
    this.#me = me;
    for (const client of this.peers.keys()) if (!others.includes(client)) this.#part(client);
    for (const client of this.refused) if (!others.includes(client)) this.refused.delete(client);
    for (const client of others) if (!this.peers.has(client) && !this.refused.has(client)) this.#open(client, me);
    this.#resize();
    this.changed.tell();
  }

  /** Sends something else to all from now on. */
  give(tracks: Tracks, isScreen: boolean, without: (client: string) => boolean = () => false): void {
    this.#tracks = tracks;
    this.#isScreen = isScreen;
    for (const [client, peer] of this.peers) peer.give(without(client) ? { ...tracks, picture: null } : tracks);
    this.#resize();
  }

  /** Leaves the picture out for one of them, or sends it again, and says so. */
  picture(client: string, on: boolean): void {
    this.peers.get(client)?.give(on ? this.#tracks : { ...this.#tracks, picture: null });
    this.#outgoing.get(client)?.send({ picture: on });
  }

  hear(from: string, data: unknown): void {
    if (this.refused.has(from)) return;
    const peer = this.peers.get(from);
    if (!peer) {
      this.#keep(from, data);
      return;
    }
    const flood = this.#floods.get(from) ?? new Flood();
    this.#floods.set(from, flood);
    const signal = readSignal(data);
    if (!flood.take() || (!signal && !flood.strange())) this.#refuse(from);
    else if (signal) void peer.hear(signal);
  }

  close(): void {
    for (const client of this.peers.keys()) this.#part(client);
    this.refused.clear();
    this.#early.clear();
    this.#me = undefined;
  }

  #open(client: string, me: string): void {
    const { config, connect } = this.parts;
    const outgoing = new Outgoing((signal) => this.parts.send(client, signal));
    const send = (signal: PeerSignal): void => { outgoing.send(signal); };
    const peer = new Peer({ polite: me < client, config, send, ...(connect ? { connect } : {}) });
    this.#outgoing.set(client, outgoing);
    peer.changed.on(() => { this.changed.tell(); });
    this.peers.set(client, peer);
    peer.start(this.#tracks);
    const early = this.#early.get(client)?.data ?? [];
    this.#early.delete(client);
    for (const one of early) this.hear(client, one);
  }

  #part(client: string): void {
    const peer = this.peers.get(client);
    this.peers.delete(client);
    this.#floods.delete(client);
    this.#outgoing.get(client)?.stop();
    this.#outgoing.delete(client);
    peer?.close();
  }

  #refuse(client: string): void {
    this.refused.add(client);
    this.#part(client);
    this.changed.tell();
  }

  #keep(from: string, data: unknown): void {
    for (const [one, { at }] of this.#early) if (Date.now() - at > KEPT) this.#early.delete(one);
    const early = this.#early.get(from) ?? { at: Date.now(), data: [] };
    if (early.data.length >= MOST_EARLY || this.#early.size > MOST_STRANGERS) return;
    early.data.push(data);
    this.#early.set(from, early);
  }

  #resize(): void {
    for (const peer of this.peers.values()) peer.limit(sizeFor(this.peers.size, this.#isScreen));
  }
}
