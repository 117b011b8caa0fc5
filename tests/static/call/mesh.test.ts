import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callers } from "../../../static/call/callers";
import { Mesh } from "../../../static/call/mesh";
import type { PeerSignal } from "../../../static/call/signals";
import { sizeFor } from "../../../static/call/lines";
import type { Present } from "../../../static/sync/protocol";
import { FakeConnection, FakeStream } from "./fake-connection";

let sent: [string, PeerSignal][];
let made: FakeConnection[];
let passes: (to: string) => boolean;
let mesh: Mesh;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  sent = [];
  made = [];
  passes = () => true;
  mesh = new Mesh({
    config: () => ({}),
    send: async (to, signal) => {
      if (!passes(to)) return false;
      sent.push([to, signal]);
      return true;
    },
    connect: () => {
      const one = new FakeConnection();
      made.push(one);
      return one.real;
    },
  });
});

afterEach(() => { vi.useRealTimers(); });

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const OFFER = { description: { type: "offer", sdp: "v=0\r\nm=audio\r\nm=video\r\n" } };

describe("all connections of a page", () => {
  it("come and go with those who take part", async () => {
    mesh.meet("b", ["a", "c"]);
    await settle();
    expect([...mesh.peers.keys()]).toEqual(["a", "c"]);
    expect(sent.map(([to]) => to)).toEqual(["a"]); // to the lesser one offers; the greater one offers itself
    mesh.meet("b", ["c", "d"]);
    expect([...mesh.peers.keys()]).toEqual(["c", "d"]);
    expect(made.map((one) => one.connectionState)).toEqual(["closed", "new", "new"]);
    mesh.meet("b", ["c", "d"]);
    expect(made).toHaveLength(3);
  });

  it("begin anew under another name of this page", () => {
    mesh.meet("b", ["a"]);
    mesh.meet("z", ["a"]);
    expect(made.map((one) => one.connectionState)).toEqual(["closed", "new"]);
  });

  it("take what has overtaken the list of people, but not for long and not without end", async () => {
    mesh.meet("b", []);
    mesh.hear("c", OFFER);
    for (let at = 0; at < 200; at++) mesh.hear("flood", OFFER);
    mesh.meet("b", ["c"]);
    await settle();
    expect(sent.map(([to, signal]) => [to, "description" in signal && signal.description.type])).toEqual([["c", "answer"]]);
    mesh.hear("d", OFFER);
    await vi.advanceTimersByTimeAsync(6000);
    mesh.hear("e", OFFER);
    mesh.meet("b", ["c", "d"]);
    await settle();
    expect(sent.filter(([to]) => to === "d")).toEqual([]);
  });

  it("send a description again that could not be passed on yet, and let nothing overtake it", async () => {
    passes = () => false;
    mesh.meet("b", ["a"]);
    await settle();
    made[0]!.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: null }));
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual([]);
    passes = () => true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent.map(([, signal]) => Object.keys(signal)[0])).toEqual(["description", "candidate"]);
  });

  it("are closed to whoever floods, and stay so until that page is gone", async () => {
    mesh.meet("b", ["a", "c"]);
    for (let at = 0; at < 300; at++) mesh.hear("a", { candidate: null });
    expect([...mesh.refused]).toEqual(["a"]);
    mesh.meet("b", ["a", "c"]);
    expect([...mesh.peers.keys()]).toEqual(["c"]);
    mesh.meet("b", ["c"]);
    mesh.meet("b", ["a", "c"]);
    expect([...mesh.peers.keys()].sort()).toEqual(["a", "c"]);
  });

  it("are closed to whoever sends what is none of ours, again and again", () => {
    mesh.meet("b", ["a"]);
    for (let at = 0; at < 10; at++) mesh.hear("a", { eval: "1" });
    expect(mesh.refused.size).toBe(0);
    mesh.hear("a", "once more");
    expect([...mesh.refused]).toEqual(["a"]);
  });

  it("send smaller pictures, the more they are", () => {
    expect(sizeFor(1, false).bits).toBeGreaterThan(sizeFor(5, false).bits);
    expect(sizeFor(5, false).bits * 5).toBeLessThanOrEqual(1_500_000);
    expect(sizeFor(5, false).scale).toBe(2);
    expect(sizeFor(5, true).scale).toBe(1); // letters must be read
  });
});

describe("who takes part", () => {
  const one = (client: string, person: string, since: number | null, room = false): Present => ({
    person, client, room, name: person, role: "guardian", kind: "", colour: 1, follows: true, hand: null,
    part: since === null ? null : { since, sound: true, picture: "none" },
  });
  const clients = (...people: Present[]): string[] => callers(people).map(({ client }) => client);

  it("is whoever came first, six at most", () => {
    const eight = Array.from({ length: 8 }, (_, at) => one(`c${String(at)}`, `p${String(at)}`, 100 - at));
    expect(clients(...eight)).toEqual(["c7", "c6", "c5", "c4", "c3", "c2"]);
  });

  it("is a person once, on the newer page, and the room's screen for itself", () => {
    expect(clients(one("old", "anna", 1), one("new", "anna", 5), one("screen", "anna", 2, true), one("no", "bo", null))).toEqual(["screen", "new"]);
  });

  it("is the same on every page, when two came at once", () => {
    expect(clients(one("b", "bo", 1), one("a", "anna", 1))).toEqual(["a", "b"]);
  });
});
