import parser from "socket.io-msgpack-parser";
import { expect, it } from "vitest";
import { fromWire, toWire } from "../../../static/sync/wire";

it("carries bytes as a MessagePack bin, there and back", () => {
  const whole = new Uint8Array([9, 1, 2, 3, 9]);
  const part = whole.subarray(1, 4); // a view into a larger buffer: only its own bytes may travel
  const [frame] = new parser.Encoder().encode({ type: 2, nsp: "/plan", data: ["edit", toWire({ update: part, op: 5 })] }) as unknown as [Buffer];
  const at = frame.indexOf(Buffer.from([1, 2, 3]));
  expect([frame[at - 2], frame[at - 1]]).toEqual([0xc4, 3]); // bin 8, three bytes

  const heard: { data: [string, unknown] }[] = [];
  const decoder = new parser.Decoder() as unknown as { on(event: string, hear: (packet: never) => void): void; add(frame: Buffer): void };
  decoder.on("decoded", (packet) => heard.push(packet));
  decoder.add(frame);
  const message = fromWire(heard[0]!.data[1]) as { update: Uint8Array; op: number };
  expect(message.op).toBe(5);
  expect(message.update).toEqual(new Uint8Array([1, 2, 3]));
  expect(message.update.constructor).toBe(Uint8Array);
});

it("takes the page's ArrayBuffer for bytes", () => {
  expect(fromWire({ state: new Uint8Array([7]).buffer })).toEqual({ state: new Uint8Array([7]) });
});

it("leaves everything else alone", () => {
  expect(fromWire({ ok: true, texts: [{ seq: 1 }], at: null })).toEqual({ ok: true, texts: [{ seq: 1 }], at: null });
  expect(fromWire(undefined)).toBe(undefined);
});
