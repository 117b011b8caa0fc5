/** What two pages of a talk say to each other, so that sound and picture find their way; see realtime/PROTOCOL.md. */
export type PeerSignal =
  | { description: { type: "offer" | "answer"; sdp: string } }
  | { candidate: RTCIceCandidateInit | null }
  | { picture: boolean };

/** Five pages' worth of descriptions are some 10,000 letters each; more is none of ours. */
const MOST_SDP = 60_000;
const MOST_CANDIDATE = 1000;
/** One line of sound and one of picture. */
const MOST_MEDIA = 2;

/** Reads what another page sent; undefined for whatever is none of ours. The server has passed it on unread. */
export function readSignal(data: unknown): PeerSignal | undefined {
  if (!isObject(data) || Object.keys(data).length !== 1) return undefined;
  if ("description" in data) return readDescription(data["description"]);
  if ("candidate" in data) return readCandidate(data["candidate"]);
  return typeof data["picture"] === "boolean" ? { picture: data["picture"] } : undefined;
}

function readDescription(given: unknown): PeerSignal | undefined {
  if (!isObject(given)) return undefined;
  const { type, sdp } = given;
  if (type !== "offer" && type !== "answer") return undefined;
  if (typeof sdp !== "string" || sdp.length > MOST_SDP || !sdp.startsWith("v=0")) return undefined;
  return (sdp.match(/^m=/gm) ?? []).length > MOST_MEDIA ? undefined : { description: { type, sdp } };
}

function readCandidate(given: unknown): PeerSignal | undefined {
  if (given === null) return { candidate: null };
  if (!isObject(given)) return undefined;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = given;
  if (typeof candidate !== "string" || candidate.length > MOST_CANDIDATE) return undefined;
  if (!isWords(sdpMid) || !isWords(usernameFragment) || !isLine(sdpMLineIndex)) return undefined;
  return { candidate: { candidate, sdpMid: sdpMid ?? null, sdpMLineIndex: sdpMLineIndex ?? null, usernameFragment: usernameFragment ?? null } };
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function isWords(given: unknown): given is string | null | undefined {
  return given === null || given === undefined || (typeof given === "string" && given.length <= 256);
}

function isLine(given: unknown): given is number | null | undefined {
  return given === null || given === undefined || (Number.isInteger(given) && (given as number) >= 0 && (given as number) < MOST_MEDIA);
}

/** Bounds what one other page may send: so many at once, so many a second for ever; and hardly anything that is none of ours. */
export class Flood {
  #left: number;
  #at = Date.now();
  #strange = 0;

  constructor(
    private readonly rate = 20,
    private readonly burst = 200,
    private readonly mostStrange = 10,
  ) {
    this.#left = burst;
  }

  /** Takes one signal, or says that it is one too many. */
  take(): boolean {
    const now = Date.now();
    this.#left = Math.min(this.burst, this.#left + ((now - this.#at) / 1000) * this.rate) - 1;
    this.#at = now;
    return this.#left >= 0;
  }

  /** Takes one that is none of ours, or says that it is one too many. */
  strange(): boolean {
    return ++this.#strange <= this.mostStrange;
  }
}
