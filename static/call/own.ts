import type { Picture } from "../sync/protocol";
import { Signal } from "../sync/signal";
import { open, remember, remembered, type Chosen, type Kind, type Trouble } from "./devices";
import type { Tracks } from "./lines";

/** This page's own microphone, camera and screen: what is on, and why something is not. Nothing of it is kept. */
export class Own {
  readonly changed = new Signal();
  microphone: MediaStreamTrack | undefined;
  camera: MediaStreamTrack | undefined;
  screen: MediaStreamTrack | undefined;
  muted = false;
  troubles: Partial<Record<Kind, Trouble>> = {};
  chosen: Chosen = remembered();
  /** Rises when all is turned off: a browser may answer long after it was asked. */
  #era = 0;

  /** What is sent. */
  get tracks(): Tracks {
    return { sound: this.hasSound ? (this.microphone ?? null) : null, picture: this.screen ?? this.camera ?? null };
  }

  get hasSound(): boolean {
    return this.microphone !== undefined && !this.muted;
  }

  get picture(): Picture {
    if (this.screen) return "screen";
    return this.camera ? "camera" : "none";
  }

  /** Turns a device on, another one when it was on already; says whether it is on. */
  async turnOn(kind: Kind): Promise<boolean> {
    const era = this.#era;
    const given = await open(kind, kind === "screen" ? "" : this.chosen[kind]);
    if (typeof given === "string") {
      if (era !== this.#era) return false;
      // somebody who shares no screen after all has nothing to be told
      if (kind === "screen" && given === "refused") return false;
      this.troubles = { ...this.troubles, [kind]: given };
      this.changed.tell();
      return false;
    }
    if (era !== this.#era) { // what was asked for is no longer wanted
      given.stop();
      return false;
    }
    this[kind]?.stop();
    this[kind] = given;
    given.addEventListener("ended", () => { this.#lost(kind, given); });
    this.troubles = Object.fromEntries(Object.entries(this.troubles).filter(([one]) => one !== kind));
    if (kind === "screen") given.contentHint = "detail";
    this.changed.tell();
    return true;
  }

  turnOff(kind: Kind): void {
    this[kind]?.stop(); // a light beside a camera goes out
    this[kind] = undefined;
    this.changed.tell();
  }

  /** Nothing is heard of a microphone that is muted; it stays open, so that it is back at once. */
  async mute(muted: boolean): Promise<void> {
    this.muted = muted;
    this.changed.tell();
    if (!muted && !this.microphone) await this.turnOn("microphone");
  }

  async choose(kind: Exclude<Kind, "screen">, id: string): Promise<void> {
    this.#choose({ ...this.chosen, [kind]: id });
    if (this[kind] || this.troubles[kind]) await this.turnOn(kind);
  }

  chooseSpeaker(id: string): void {
    this.#choose({ ...this.chosen, speaker: id });
    this.changed.tell();
  }

  stop(): void {
    this.#era++;
    for (const kind of ["microphone", "camera", "screen"] as const) {
      this[kind]?.stop();
      this[kind] = undefined;
    }
    this.troubles = {};
    this.changed.tell();
  }

  #choose(chosen: Chosen): void {
    this.chosen = chosen;
    remember(chosen);
  }

  /** It was unplugged, another program took it, or sharing was stopped in the browser's own bar. */
  #lost(kind: Kind, track: MediaStreamTrack): void {
    if (this[kind] !== track) return;
    this[kind] = undefined;
    if (kind !== "screen") this.troubles = { ...this.troubles, [kind]: "gone" };
    this.changed.tell();
  }
}
