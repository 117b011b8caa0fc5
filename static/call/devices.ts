/** Why a device gives nothing. */
export type Trouble = "refused" | "none" | "busy" | "unsupported" | "gone";

export type Kind = "microphone" | "camera" | "screen";

export interface Devices {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** What somebody has chosen, by id; empty is whatever the device itself prefers. */
export interface Chosen {
  microphone: string;
  camera: string;
  speaker: string;
}

const PLACE = "stegvis-devices";
const SIZE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };

/** Gives the track of a device, or why there is none. */
export async function open(kind: Kind, id = ""): Promise<MediaStreamTrack | Trouble> {
  const devices = media();
  if (!devices) return "unsupported";
  const which = id === "" ? {} : { deviceId: { ideal: id } };
  try {
    const stream = await ask(devices, kind, which);
    return (kind === "microphone" ? stream.getAudioTracks() : stream.getVideoTracks())[0] ?? "none";
  } catch (error) {
    return troubleOf(error);
  }
}

function ask(devices: MediaDevices, kind: Kind, which: MediaTrackConstraints): Promise<MediaStream> {
  if (kind === "screen") return devices.getDisplayMedia({ video: { frameRate: { max: 8 } }, audio: false });
  if (kind === "camera") return devices.getUserMedia({ video: { ...SIZE, ...which } });
  return devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...which } });
}

function troubleOf(error: unknown): Trouble {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "unsupported";
  }
}

/** Gives what there is to choose from; their names are known once one of them was allowed. */
export async function list(): Promise<Devices> {
  const all = await media()?.enumerateDevices().catch(() => []) ?? [];
  const of = (kind: MediaDeviceKind): MediaDeviceInfo[] => all.filter((one) => one.kind === kind && one.deviceId !== "");
  return { microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") };
}

/** Whether this browser has what sound and picture need; without HTTPS none has. */
export function isAble(): boolean {
  return media() !== undefined && "RTCPeerConnection" in window;
}

export function canShareScreen(): boolean {
  return typeof media()?.getDisplayMedia === "function";
}

export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

export function remembered(): Chosen {
  const none = { microphone: "", camera: "", speaker: "" };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(PLACE) ?? "{}") as Partial<Chosen>) };
  } catch {
    return none; // a browser that keeps nothing
  }
}

export function remember(chosen: Chosen): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(chosen));
  } catch {
    // it is chosen again next time
  }
}

/** Tells when a device was plugged in or out; gives what stops it. */
export function onChange(hear: () => void): () => void {
  const devices = media();
  devices?.addEventListener("devicechange", hear);
  return () => { devices?.removeEventListener("devicechange", hear); };
}

function media(): MediaDevices | undefined {
  return (navigator as Partial<Navigator>).mediaDevices;
}
