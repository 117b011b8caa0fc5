import type { Present } from "../sync/protocol";
import { loudness, Speaking } from "./level";
import type { Mesh } from "./mesh";
import { LineJudge, PictureSwitch, sample, type Quality } from "./quality";

const LINES = 2000;
const VOICES = 250;

/** What is known of one line. */
class Watched {
  readonly judge = new LineJudge();
  readonly picture = new PictureSwitch();
  readonly speaking = new Speaking();
  speaks = false;
}

/** Looks at all lines again and again: how each is, who speaks; and leaves the picture out where a line is thin. */
export class CallWatch {
  readonly #watched = new Map<string, Watched>();
  #timers: ReturnType<typeof setInterval>[] = [];

  constructor(
    private readonly mesh: Mesh,
    private readonly people: () => readonly Present[],
    private readonly changed: () => void,
  ) {}

  start(): void {
    this.stop();
    this.#timers = [setInterval(() => void this.#lines(), LINES), setInterval(() => { this.#voices(); }, VOICES)];
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#watched.clear();
  }

  quality(client: string): Quality {
    return this.mesh.peers.get(client)?.state === "lost" ? "lost" : (this.#watched.get(client)?.judge.quality ?? "good");
  }

  speaks(client: string): boolean {
    return this.#watched.get(client)?.speaks ?? false;
  }

  /** Whether this page leaves its picture out for somebody. */
  leavesOut(client: string): boolean {
    return this.#watched.get(client)?.picture.on === false;
  }

  #of(client: string): Watched {
    const known = this.#watched.get(client) ?? new Watched();
    this.#watched.set(client, known);
    return known;
  }

  async #lines(): Promise<void> {
    for (const client of this.#watched.keys()) if (!this.mesh.peers.has(client)) this.#watched.delete(client);
    for (const [client, peer] of this.mesh.peers) {
      if (peer.state !== "connected") continue;
      const expects = this.people().find((one) => one.client === client)?.part?.sound ?? false;
      const { judge, picture } = this.#of(client);
      judge.take(await sample(peer.connection), expects);
      if (picture.take(judge.quality)) this.mesh.picture(client, picture.on);
    }
    this.changed();
  }

  #voices(): void {
    let other = false;
    for (const [client, peer] of this.mesh.peers) {
      const watched = this.#of(client);
      const speaks = watched.speaking.hear(loudness(peer.connection));
      other ||= speaks !== watched.speaks;
      watched.speaks = speaks;
    }
    if (other) this.changed();
  }
}
