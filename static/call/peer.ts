import { Patience } from "../sync/patience";
import { Signal } from "../sync/signal";
import { fill, resize, type Size, type Tracks } from "./lines";
import type { PeerSignal } from "./signals";

export type PeerState = "connecting" | "connected" | "lost" | "closed";

export interface PeerParts {
  /** Whether this side gives way when two offers meet. */
  polite: boolean;
  config: () => RTCConfiguration;
  send: (signal: PeerSignal) => void;
  connect?: (config: RTCConfiguration) => RTCPeerConnection;
}

/** Without a connection for so long, a way through is looked for again. */
const AGAIN = 8000;
/** A line that falters is given so long to come back by itself. */
const FALTERS = 2500;

/**
 * The connection to one other page, by perfect negotiation (W3C WebRTC, "Perfect negotiation example"). The side that does not give way makes
 * the two lines, one of sound and one of picture, and offers; whatever is sent later is put into these lines, so only a new way is negotiated again.
 */
export class Peer {
  readonly changed = new Signal();
  /** What the other side sends. */
  readonly stream = new MediaStream();
  /** Whether the other side has left its picture out because the line between us is thin. */
  pictureLeftOut = false;
  state: PeerState = "connecting";
  readonly connection: RTCPeerConnection;
  readonly #patience = new Patience();
  #tracks: Tracks = { sound: null, picture: null };
  #size: Size | undefined;
  #makingOffer = false;
  #ignoreOffer = false;
  #settingAnswer = false;

  constructor(private readonly parts: PeerParts) {
    this.connection = (parts.connect ?? ((config) => new RTCPeerConnection(config)))(parts.config());
    this.#listen();
  }

  /** Begins, with what is to be sent. */
  start(tracks: Tracks): void {
    this.#tracks = tracks;
    if (!this.parts.polite) for (const kind of ["audio", "video"]) this.connection.addTransceiver(kind, { direction: "sendrecv" });
    this.#fill();
    this.#watch(AGAIN);
  }

  /** Sends something else from now on. */
  give(tracks: Tracks): void {
    this.#tracks = tracks;
    this.#fill();
  }

  /** Sends a picture of this size from now on. */
  limit(size: Size): void {
    this.#size = size;
    void this.#resize();
  }

  /** Takes what the other side says. */
  async hear(signal: PeerSignal): Promise<void> {
    if (this.state === "closed") return;
    if ("description" in signal) await this.#describe(signal.description);
    else if ("candidate" in signal) await this.#reach(signal.candidate);
    else {
      this.pictureLeftOut = !signal.picture;
      this.changed.tell();
    }
  }

  close(): void {
    if (this.state === "closed") return;
    this.#patience.stop();
    this.connection.close();
    this.#turn("closed");
  }

  #listen(): void {
    const { connection } = this;
    connection.addEventListener("negotiationneeded", () => { void this.#offer(); });
    connection.addEventListener("icecandidate", ({ candidate }) => { this.parts.send({ candidate: candidate?.toJSON() ?? null }); });
    connection.addEventListener("connectionstatechange", () => { this.#follow(); });
    connection.addEventListener("track", ({ track }) => {
      if (this.stream.getTracks().some((one) => one.kind === track.kind)) return;
      this.stream.addTrack(track);
      this.changed.tell();
    });
  }

  async #offer(): Promise<void> {
    try {
      this.#makingOffer = true;
      await this.connection.setLocalDescription();
      this.#tell();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#makingOffer = false;
    }
  }

  async #describe(description: { type: "offer" | "answer"; sdp: string }): Promise<void> {
    const { connection } = this;
    const ready = !this.#makingOffer && (connection.signalingState === "stable" || this.#settingAnswer);
    this.#ignoreOffer = !this.parts.polite && description.type === "offer" && !ready;
    if (this.#ignoreOffer) return;
    try {
      this.#settingAnswer = description.type === "answer";
      await connection.setRemoteDescription(description); // an own offer that is in the way is rolled back by it
      this.#settingAnswer = false;
      if (description.type === "offer") {
        this.#fill();
        await connection.setLocalDescription();
        this.#tell();
      }
      await this.#resize();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#settingAnswer = false;
    }
  }

  async #reach(candidate: RTCIceCandidateInit | null): Promise<void> {
    try {
      await this.connection.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoreOffer) this.#failed(error);
    }
  }

  #tell(): void {
    const said = this.connection.localDescription;
    if (said?.type === "offer" || said?.type === "answer") this.parts.send({ description: { type: said.type, sdp: said.sdp } });
  }

  #fill(): void {
    fill(this.connection, this.#tracks, (error) => { this.#failed(error); });
  }

  async #resize(): Promise<void> {
    if (this.#size) await resize(this.connection, this.#size).catch((error: unknown) => { this.#failed(error); });
  }

  #follow(): void {
    switch (this.connection.connectionState) {
      case "connected":
        this.#patience.stop();
        this.#turn("connected");
        break;
      case "disconnected":
        this.#turn("lost");
        this.#watch(FALTERS);
        break;
      case "failed":
        this.#turn("lost");
        this.#again();
        break;
      default:
    }
  }

  #watch(ms: number): void {
    this.#patience.after(ms, () => { this.#again(); });
  }

  /** Looks for a way through again, with the servers as they are known now; an offer that nobody has answered is said again. */
  #again(): void {
    if (this.state === "closed") return;
    this.#turn("lost");
    this.#watch(AGAIN);
    try {
      this.connection.setConfiguration(this.parts.config());
    } catch (error) {
      this.#failed(error);
    }
    if (this.connection.signalingState === "have-local-offer") this.#tell();
    else if (this.connection.remoteDescription) this.connection.restartIce();
  }

  #turn(state: PeerState): void {
    if (this.state === state) return;
    this.state = state;
    this.changed.tell();
  }

  /** What the browser refuses is no fault of the page: the other side may have sent anything. The watch tries again. */
  #failed(error: unknown): void {
    if (this.state !== "closed") console.error("no way to another page yet:", error instanceof Error ? error.message : error);
  }
}
