import { beforeEach, describe, expect, it, vi } from "vitest";
import { isAble, open, remember, remembered } from "../../../static/call/devices";
import { Own } from "../../../static/call/own";
import { Route } from "../../../static/call/route";

class FakeTrack extends EventTarget {
  stopped = false;
  contentHint = "";
  constructor(readonly kind: string) {
    super();
  }
  stop(): void {
    this.stopped = true;
  }
}

const ask = vi.fn();

beforeEach(() => {
  ask.mockReset();
  ask.mockImplementation(async (wanted: { audio?: unknown }) => {
    const track = new FakeTrack(wanted.audio ? "audio" : "video");
    return { getAudioTracks: () => [track], getVideoTracks: () => [track] };
  });
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: ask, getDisplayMedia: ask, enumerateDevices: async () => [] } });
  localStorage.clear();
});

describe("a device", () => {
  it.each([
    ["NotAllowedError", "refused"], ["NotFoundError", "none"], ["OverconstrainedError", "none"], ["NotReadableError", "busy"], ["OtherError", "unsupported"],
  ])("that gives nothing says why: %s is %s", async (name, trouble) => {
    ask.mockRejectedValue(new DOMException("", name));
    expect(await open("camera")).toBe(trouble);
  });

  it("is asked for by what was chosen, and is not insisted on", async () => {
    await open("microphone", "headset");
    expect(ask).toHaveBeenCalledWith({ audio: expect.objectContaining({ deviceId: { ideal: "headset" } }) as unknown });
  });

  it("is not there at all in a browser that gives none", async () => {
    vi.stubGlobal("navigator", {});
    expect(isAble()).toBe(false);
    expect(await open("camera")).toBe("unsupported");
  });

  it("is remembered on this device, also where something else was kept", () => {
    remember({ microphone: "m", camera: "c", speaker: "s" });
    expect(remembered().camera).toBe("c");
    localStorage.setItem("stegvis-devices", "no JSON");
    expect(remembered().camera).toBe("");
  });
});

describe("one's own sound and picture", () => {
  it("sends nothing of a microphone that is muted, and keeps it open", async () => {
    const own = new Own();
    await own.turnOn("microphone");
    await own.mute(true);
    expect([own.tracks.sound, (own.microphone as unknown as FakeTrack).stopped, own.hasSound]).toEqual([null, false, false]);
    await own.mute(false);
    expect([own.hasSound, ask.mock.calls.length]).toEqual([true, 1]);
  });

  it("sends the screen in the camera's place, and the camera again after it", async () => {
    const own = new Own();
    await own.turnOn("camera");
    await own.turnOn("screen");
    expect([own.picture, own.tracks.picture]).toEqual(["screen", own.screen]);
    own.screen!.dispatchEvent(new Event("ended")); // stopped in the browser's own bar
    expect([own.picture, own.tracks.picture, own.troubles]).toEqual(["camera", own.camera, {}]);
  });

  it("lets a camera's light go out when it is turned off", async () => {
    const own = new Own();
    await own.turnOn("camera");
    const camera = own.camera as unknown as FakeTrack;
    own.turnOff("camera");
    expect([camera.stopped, own.picture]).toEqual([true, "none"]);
  });

  it("says when a device goes in the middle, and goes on with the rest", async () => {
    const own = new Own();
    await own.turnOn("microphone");
    await own.turnOn("camera");
    own.microphone!.dispatchEvent(new Event("ended"));
    expect([own.troubles, own.hasSound, own.picture]).toEqual([{ microphone: "gone" }, false, "camera"]);
    await own.mute(false);
    expect([own.troubles, own.hasSound]).toEqual([{}, true]);
  });

  it("turns nothing on that was asked for before all was turned off", async () => {
    const own = new Own();
    const asked = own.turnOn("camera");
    const track = new FakeTrack("video");
    ask.mockResolvedValue({ getVideoTracks: () => [track] });
    const again = own.turnOn("camera");
    own.stop();
    expect([await asked, await again, own.camera, track.stopped]).toEqual([false, false, undefined, true]);
  });

  it("holds one camera, however often it is turned on", async () => {
    const own = new Own();
    const tracks = [new FakeTrack("video"), new FakeTrack("video")];
    ask.mockResolvedValueOnce({ getVideoTracks: () => [tracks[0]] }).mockResolvedValueOnce({ getVideoTracks: () => [tracks[1]] });
    await Promise.all([own.turnOn("camera"), own.turnOn("camera")]);
    expect(tracks.map((one) => one.stopped)).toEqual([true, false]);
  });

  it("has nothing to say of somebody who shares no screen after all", async () => {
    const own = new Own();
    ask.mockRejectedValue(new DOMException("", "NotAllowedError"));
    await own.turnOn("screen");
    expect(own.troubles).toEqual({});
  });
});

describe("the servers by which one is reached", () => {
  const turn = { urls: ["turn:turn.test:3478"], username: "u", credential: "c" };

  it("are asked for anew before their credentials end", async () => {
    vi.useFakeTimers();
    const fresh = { ice: [{ ...turn, credential: "d" }], lasts: 100, relayed: false };
    const route = new Route(async () => fresh);
    route.take({ ice: [turn], lasts: 100, relayed: false });
    await vi.advanceTimersByTimeAsync(79_000);
    expect(route.config.iceServers).toEqual([turn]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(route.config.iceServers).toEqual(fresh.ice);
    route.stop();
    vi.useRealTimers();
  });

  it("are a relay and nothing else where it must be so, and there is no way without one", () => {
    const route = new Route(async () => undefined);
    route.take({ ice: [turn], lasts: 0, relayed: true });
    expect([route.config.iceTransportPolicy, route.isClosed]).toEqual(["relay", false]);
    route.take({ ice: [{ urls: ["stun:turn.test"] }], lasts: 0, relayed: true });
    expect(route.isClosed).toBe(true);
    route.take({ ice: [], lasts: 0, relayed: false });
    expect([route.config.iceTransportPolicy, route.isClosed]).toEqual(["all", false]);
  });
});
