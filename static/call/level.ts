/** How loud a track is, from 0 to 1, as often as it is asked. */
export class Level {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #samples = new Float32Array(512);

  constructor(track: MediaStreamTrack) {
    this.#analyser.fftSize = this.#samples.length;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  get now(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, one) => sum + one * one, 0) / this.#samples.length;
    return Math.min(1, Math.sqrt(power) * 4);
  }

  stop(): void {
    void this.#context.close();
  }
}

const LOUD = 0.02;
const HOLDS = 700;

/** Whether somebody speaks: once loud, for a moment longer, so that the mark does not flicker between words. */
export class Speaking {
  #until = 0;

  hear(level: number, at = Date.now()): boolean {
    if (level > LOUD) this.#until = at + HOLDS;
    return at < this.#until;
  }
}

/** How loud the sound is that a connection brings now. */
export function loudness(connection: RTCPeerConnection): number {
  const sound = connection.getReceivers().find((one) => one.track.kind === "audio");
  const [source] = sound?.getSynchronizationSources() ?? [];
  return source && Date.now() - (performance.timeOrigin + source.timestamp) < 1000 ? (source.audioLevel ?? 0) : 0;
}

/** Plays a tone of half a second, so that one hears which speaker it is. */
export async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  const target = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.15;
  tone.frequency.value = 523;
  tone.connect(volume).connect(target);
  const player = new Audio();
  player.srcObject = target.stream;
  if (speaker !== "" && "setSinkId" in player) await player.setSinkId(speaker).catch(() => undefined);
  tone.start();
  tone.stop(context.currentTime + 0.5);
  tone.addEventListener("ended", () => {
    player.srcObject = null;
    void context.close();
  });
  await player.play().catch(() => undefined);
}
