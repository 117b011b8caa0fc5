import type { Ways } from "../sync/protocol";

/** At this share of its time a credential is asked for anew. */
const SHARE = 0.8;
/** A longer time than this no timer of a browser takes; nothing of ours lasts so long. */
const LONGEST = 24 * 3600;

/** The servers by which this page is reached, kept fresh: their credentials end. */
export class Route {
  #ways: Ways = { ice: [], lasts: 0, relayed: true };
  #isKnown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: () => Promise<Ways | undefined>) {}

  /** As a connection takes it. */
  get config(): RTCConfiguration {
    return {
      iceServers: this.#ways.ice,
      iceTransportPolicy: this.#ways.relayed ? "relay" : "all",
      bundlePolicy: "max-bundle",
    };
  }

  /** Whether there is none, as far as is known: a relay is asked for, and none is set up. */
  get isClosed(): boolean {
    return this.#isKnown && this.#ways.relayed && !this.#ways.ice.some((one) => [one.urls].flat().some((url) => url.startsWith("turn")));
  }

  take(ways: Ways): void {
    this.#isKnown = true;
    this.#ways = { ice: ways.ice, lasts: ways.lasts, relayed: ways.relayed };
    clearTimeout(this.#timer);
    if (ways.lasts > 0) this.#timer = setTimeout(() => void this.#renew(), Math.min(LONGEST, ways.lasts) * SHARE * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Where the line is down there is nothing to ask; entering again brings them. */
  async #renew(): Promise<void> {
    const given = await this.ask().catch(() => undefined);
    if (given) this.take(given);
  }
}
