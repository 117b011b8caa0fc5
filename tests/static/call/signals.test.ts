import { describe, expect, it } from "vitest";
import { Flood, readSignal } from "../../../static/call/signals";

const SDP = "v=0\r\nm=audio 9\r\nm=video 9\r\n";

describe("a signal of another page", () => {
  it.each([
    { description: { type: "offer", sdp: SDP } },
    { description: { type: "answer", sdp: SDP } },
    { candidate: null },
    { candidate: { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "abcd" } },
    { picture: false },
  ])("is taken as it is: %j", (given) => {
    expect(readSignal(given)).toEqual(given);
  });

  it.each([
    null, undefined, 7, "offer", [], {},
    { description: { type: "offer", sdp: SDP }, candidate: null },
    { description: { type: "rollback", sdp: SDP } },
    { description: { type: "pranswer", sdp: SDP } },
    { description: { type: "offer", sdp: 7 } },
    { description: { type: "offer", sdp: "hello" } },
    { description: { type: "offer", sdp: `v=0${"a".repeat(60_000)}` } },
    { description: { type: "offer", sdp: `${SDP}m=application 9\r\n` } },
    { description: "offer" },
    { candidate: "candidate:1" },
    { candidate: { candidate: "a".repeat(1001) } },
    { candidate: { candidate: "a", sdpMLineIndex: 2 } },
    { candidate: { candidate: "a", sdpMLineIndex: 0.5 } },
    { candidate: { candidate: "a", sdpMid: 7 } },
    { candidate: { candidate: "a", usernameFragment: "a".repeat(300) } },
    { picture: 1 },
    { eval: "1" },
  ])("is dropped when it is none of ours: %j", (given) => {
    expect(readSignal(given)).toBeUndefined();
  });

  it("carries nothing beside what is known", () => {
    expect(readSignal({ candidate: { candidate: "a", more: "x" } })).toEqual({
      candidate: { candidate: "a", sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
    });
  });
});

describe("a flood", () => {
  it("is bounded at once and for ever", () => {
    const flood = new Flood(1, 5, 2);
    expect(Array.from({ length: 6 }, () => flood.take())).toEqual([true, true, true, true, true, false]);
    expect([flood.strange(), flood.strange(), flood.strange()]).toEqual([true, true, false]);
  });
});
