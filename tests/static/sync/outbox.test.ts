import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { DeviceOutbox, MemoryOutbox, type Entry, type Outbox } from "../../../static/sync/outbox";

const entry = (person: string, text: string, op: number): Entry => ({ person, text, epoch: 1, client: "c", op, update: new Uint8Array([op]) });

describe.each<[string, () => Outbox]>([
  ["on the device", () => new DeviceOutbox(crypto.randomUUID())],
  ["in memory", () => new MemoryOutbox()],
])("an outbox %s", (_where, make) => {
  it("gives back what it kept, by person and text, in order", async () => {
    const outbox = make();
    for (const one of [entry("anna", "a", 1), entry("anna", "a", 2), entry("anna", "b", 1), entry("bo", "a", 1)]) await outbox.keep(one);
    expect((await outbox.entries("anna", "a")).map(({ op, update }) => [op, [...update]])).toEqual([[1, [1]], [2, [2]]]);
    expect(await outbox.count("anna")).toBe(3);
  });

  it("drops what is acknowledged, also when it was kept a moment ago", async () => {
    const outbox = make();
    void outbox.keep(entry("anna", "a", 1));
    await outbox.drop([entry("anna", "a", 1)]);
    expect(await outbox.count("anna")).toBe(0);
  });

  it("clears one person's edits and nobody else's", async () => {
    const outbox = make();
    await outbox.keep(entry("anna", "a", 1));
    await outbox.keep(entry("bo", "a", 1));
    await outbox.clear("anna");
    expect([await outbox.count("anna"), await outbox.count("bo")]).toEqual([0, 1]);
  });
});

it("survives the page", async () => {
  await new DeviceOutbox("lasting").keep(entry("anna", "a", 1));
  expect(await new DeviceOutbox("lasting").entries("anna", "a")).toHaveLength(1);
});
