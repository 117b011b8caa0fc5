/** How a line is, as it is said in words. */
export type Quality = "good" | "thin" | "lost";

/** What a connection has counted so far, and how it goes now. */
export interface Sample {
  received: number;
  lost: number;
  /** The share of what is sent that the other side has missed lately. */
  missed: number;
  /** Seconds to the other side and back. */
  around: number;
}

/** More than this share missed, or a longer way round, and speech is no longer easy. */
const THIN = { missed: 0.08, around: 0.7 };
/** So little is no longer noticed. */
const GOOD = { missed: 0.03, around: 0.45 };
/** Samples that must agree before a word changes; one is taken every two seconds. */
const THIN_AFTER = 2;
const GOOD_AFTER = 4;
const LOST_AFTER = 2;

export async function sample(connection: RTCPeerConnection): Promise<Sample> {
  const found: Sample = { received: 0, lost: 0, missed: 0, around: 0 };
  for (const one of (await connection.getStats()).values() as MapIterator<Record<string, unknown>>) {
    if (one["type"] === "inbound-rtp") {
      found.received += number(one["packetsReceived"]);
      found.lost += number(one["packetsLost"]);
    } else if (one["type"] === "remote-inbound-rtp") found.missed = Math.max(found.missed, number(one["fractionLost"]));
    else if (one["type"] === "candidate-pair" && one["nominated"] === true) found.around = number(one["currentRoundTripTime"]);
  }
  return found;
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Judges one line by its samples; a word changes only when several agree. */
export class LineJudge {
  quality: Quality = "good";
  #before: Sample | undefined;
  #thin = 0;
  #good = 0;
  #silent = 0;

  /** Takes a sample; `expects` says whether the other side is sending. */
  take(now: Sample, expects: boolean): Quality {
    const before = this.#before ?? now;
    const got = now.received - before.received;
    const gone = Math.max(0, now.lost - before.lost);
    const missed = Math.max(now.missed, gone / Math.max(1, got + gone));
    const isSilent = this.#before !== undefined && expects && got === 0;
    this.#before = now;
    this.#silent = isSilent ? this.#silent + 1 : 0;
    this.#thin = missed > THIN.missed || now.around > THIN.around ? this.#thin + 1 : 0;
    this.#good = missed < GOOD.missed && now.around < GOOD.around ? this.#good + 1 : 0;
    return this.#say(got);
  }

  #say(got: number): Quality {
    if (this.#silent >= LOST_AFTER) this.quality = "lost";
    else if (this.quality === "lost" && got > 0) this.quality = "good";
    else if (this.#thin >= THIN_AFTER) this.quality = "thin";
    else if (this.#good >= GOOD_AFTER) this.quality = "good";
    return this.quality;
  }
}

const FIRST_WAIT = 20_000;
const LONGEST_WAIT = 160_000;

/** Whether a picture is sent to one other page: not while the line is thin, and then after longer and longer, so that it does not come and go. */
export class PictureSwitch {
  on = true;
  #wait = FIRST_WAIT;
  #since = 0;

  /** Takes how the line is; says whether the picture was turned on or off by it. */
  take(quality: Quality, at = Date.now()): boolean {
    if (this.on && quality === "thin") {
      this.#wait = at - this.#since < 2 * this.#wait && this.#since > 0 ? Math.min(LONGEST_WAIT, this.#wait * 2) : FIRST_WAIT;
      return this.#turn(false, at);
    }
    return !this.on && quality === "good" && at - this.#since >= this.#wait && this.#turn(true, at);
  }

  #turn(on: boolean, at: number): boolean {
    this.on = on;
    this.#since = at;
    return true;
  }
}
