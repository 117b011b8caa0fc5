import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Tracks } from "../../../static/call/lines";
import { Peer } from "../../../static/call/peer";
import type { PeerSignal } from "../../../static/call/signals";
import { FakeConnection, FakeStream } from "./fake-connection";

const SOUND = { kind: "audio" } as MediaStreamTrack;
const CAMERA = { kind: "video", id: "camera" } as MediaStreamTrack;
const SCREEN = { kind: "video", id: "screen" } as MediaStreamTrack;
const ALL: Tracks = { sound: SOUND, picture: CAMERA };

/** One side: its peer, its connection, and what it has said and nobody has heard yet. */
class Side {
  readonly connection = new FakeConnection();
  readonly said: PeerSignal[] = [];
  readonly peer: Peer;

  constructor(polite: boolean) {
    this.peer = new Peer({ polite, config: () => ({}), send: (signal) => { this.said.push(signal); }, connect: () => this.connection.real });
  }

  start(): this {
    this.peer.start(ALL);
    return this;
  }
}

let polite: Side;
let firm: Side;

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** Carries what one has said to the other, in order. */
async function carry(from: Side, to: Side): Promise<void> {
  await settle();
  for (const signal of from.said.splice(0)) void to.peer.hear(signal);
  await settle();
}

async function carryAll(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await carry(firm, polite);
    await carry(polite, firm);
  }
}

function atRest(): void {
  for (const { connection } of [polite, firm]) expect(connection.signalingState).toBe("stable");
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  polite = new Side(true);
  firm = new Side(false);
});

afterEach(() => { vi.useRealTimers(); });

describe("the connection to one other page", () => {
  it("is offered by the side that does not give way, and has two lines", async () => {
    polite.start();
    firm.start();
    await carryAll();
    atRest();
    expect([firm.connection.offers, polite.connection.offers]).toEqual([1, 0]);
    for (const { connection } of [polite, firm]) {
      expect(connection.transceivers.map((one) => [one.direction, one.sender.track])).toEqual([["sendrecv", SOUND], ["sendrecv", CAMERA]]);
    }
  });

  it("gives way when both offer and the other's comes first", async () => {
    polite.start();
    firm.start();
    await carryAll();
    polite.connection.restartIce();
    firm.connection.restartIce();
    await settle();
    expect([polite, firm].map((one) => one.connection.signalingState)).toEqual(["have-local-offer", "have-local-offer"]);
    await carry(firm, polite); // rolls its own back, and answers
    expect(polite.connection.rollbacks).toBe(1);
    await carryAll();
    atRest();
    expect(firm.connection.rollbacks).toBe(0);
  });

  it("holds to its own offer when both offer and the other's comes first", async () => {
    polite.start();
    firm.start();
    await carryAll();
    polite.connection.restartIce();
    firm.connection.restartIce();
    await settle();
    const remote = firm.connection.remoteDescription;
    await carry(polite, firm);
    expect(firm.connection.signalingState).toBe("have-local-offer");
    expect(firm.connection.remoteDescription).toBe(remote);
    await carryAll();
    atRest();
    expect([polite, firm].map((one) => one.connection.rollbacks)).toEqual([1, 0]);
  });

  it("lets go of the candidates of an offer that it has not taken", async () => {
    firm.start();
    await settle();
    await firm.peer.hear({ description: { type: "offer", sdp: "v=0\r\nm=x" } });
    await firm.peer.hear({ candidate: { candidate: "of that offer" } });
    expect(console.error).not.toHaveBeenCalled();
    expect(firm.connection.candidates).toEqual([]);
  });

  it("does nothing with what comes after it was closed, nor in the middle of it", async () => {
    polite.start();
    firm.start();
    await settle();
    const [offer] = firm.said;
    const during = polite.peer.hear(offer!);
    polite.peer.close();
    await during;
    await polite.peer.hear(offer!);
    await polite.peer.hear({ candidate: null });
    await polite.peer.hear({ picture: false });
    await settle();
    expect(polite.peer.pictureLeftOut).toBe(false);
    expect(polite.said).toEqual([]);
    expect(polite.peer.state).toBe("closed");
    expect(console.error).not.toHaveBeenCalled();
  });

  it("stands what is broken, and takes what is whole after it", async () => {
    polite.start();
    await polite.peer.hear({ description: { type: "offer", sdp: "v=0 broken" } });
    await polite.peer.hear({ description: { type: "answer", sdp: "v=0" } });
    firm.start();
    await carryAll();
    atRest();
    expect(polite.connection.remoteDescription?.type).toBe("offer");
  });

  it("puts microphone, camera and screen into the same lines, and negotiates nothing", async () => {
    polite.start();
    firm.start();
    await carryAll();
    firm.peer.give({ sound: null, picture: SCREEN });
    firm.peer.give({ sound: SOUND, picture: null });
    polite.peer.give({ sound: null, picture: null });
    await carryAll();
    expect([firm, polite].map((one) => one.connection.offers)).toEqual([1, 0]);
    expect(firm.connection.transceivers[0]!.sent).toEqual([SOUND, null, SOUND]);
    expect(firm.connection.transceivers[1]!.sent).toEqual([CAMERA, SCREEN, null]);
    expect(polite.connection.transceivers.map((one) => one.sender.track)).toEqual([null, null]);
  });

  it("sends what was chosen before the first offer came", async () => {
    polite.start();
    polite.peer.give({ sound: null, picture: SCREEN });
    firm.start();
    await carryAll();
    expect(polite.connection.transceivers.map((one) => one.sender.track)).toEqual([null, SCREEN]);
  });

  it("says its offer again when nobody has answered", async () => {
    polite.start();
    firm.start();
    await settle();
    firm.said.splice(0); // lost
    await vi.advanceTimersByTimeAsync(8000);
    expect(firm.peer.state).toBe("lost");
    await carryAll();
    atRest();
    expect(polite.connection.remoteDescription?.type).toBe("offer");
  });

  it("looks for another way, with fresh servers, when the one it had is gone", async () => {
    polite.start();
    firm.start();
    await carryAll();
    firm.connection.turn("connected");
    expect(firm.peer.state).toBe("connected");
    firm.connection.turn("failed");
    expect(firm.peer.state).toBe("lost");
    await settle();
    expect(firm.connection.offers).toBe(2);
    expect(firm.connection.configs).toHaveLength(1);
    await carryAll();
    atRest();
  });

  it("gives a line that falters a moment to come back by itself", async () => {
    polite.start();
    firm.start();
    await carryAll();
    firm.connection.turn("connected");
    firm.connection.turn("disconnected");
    await vi.advanceTimersByTimeAsync(2000);
    firm.connection.turn("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(firm.connection.offers).toBe(1);
    firm.connection.turn("disconnected");
    await vi.advanceTimersByTimeAsync(3000);
    expect(firm.connection.offers).toBe(2);
  });

  it("knows that the other side has left its picture out", async () => {
    await firm.peer.hear({ picture: false });
    expect(firm.peer.pictureLeftOut).toBe(true);
    await firm.peer.hear({ picture: true });
    expect(firm.peer.pictureLeftOut).toBe(false);
  });
});
