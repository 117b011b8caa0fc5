/** What this page sends: each may be missing, and each may come and go without a word to the other side. */
export interface Tracks {
  sound: MediaStreamTrack | null;
  picture: MediaStreamTrack | null;
}

/** How much of a picture is sent. */
export interface Size {
  bits: number;
  frames: number;
  scale: number;
}

/** What one page sends in all, so that a home's line bears it, and each picture at most. */
const ALL_BITS = 1_500_000;
const MOST_BITS = 700_000;

/** How large a picture is, sent to so many others. */
export function sizeFor(others: number, isScreen: boolean): Size {
  const bits = Math.min(MOST_BITS, Math.floor(ALL_BITS / Math.max(1, others)));
  if (isScreen) return { bits, frames: 8, scale: 1 }; // letters must be read
  return others > 3 ? { bits, frames: 15, scale: 2 } : { bits, frames: 24, scale: 1 };
}

/** Sends a picture of this size from now on; before the first description there is nothing to set. */
export async function resize(connection: RTCPeerConnection, { bits, frames, scale }: Size): Promise<void> {
  const sender = connection.getTransceivers().find((one) => one.receiver.track.kind === "video")?.sender;
  const wanted = sender?.getParameters();
  const [first] = wanted?.encodings ?? [];
  if (!sender || !wanted || !first) return;
  Object.assign(first, { maxBitrate: bits, maxFramerate: frames, scaleResolutionDownBy: scale });
  await sender.setParameters(wanted);
}

/** Puts what is to be sent into the two lines, as far as they are there. */
export function fill(connection: RTCPeerConnection, tracks: Tracks, failed: (error: unknown) => void): void {
  for (const line of connection.getTransceivers()) {
    const track = line.receiver.track.kind === "audio" ? tracks.sound : tracks.picture;
    if (line.direction !== "sendrecv" && line.direction !== "stopped") line.direction = "sendrecv";
    if (line.sender.track !== track) line.sender.replaceTrack(track).catch(failed);
  }
}
