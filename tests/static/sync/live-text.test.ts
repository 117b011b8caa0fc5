import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import type { LiveText } from "../../../static/sync/live-text";
import { MemoryOutbox } from "../../../static/sync/outbox";
import { PlanRoom } from "../../../static/sync/plan-room";
import { FakeLine, FakeServer, PLAN, TEXT, settle, type, wordsIn, write } from "./fake-server";

let server: FakeServer;
let line: FakeLine;
let outbox: MemoryOutbox;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  line = new FakeLine(server);
  outbox = new MemoryOutbox();
});

afterEach(() => {
  vi.useRealTimers();
});

async function page(on: FakeLine = line, keeps = outbox): Promise<LiveText> {
  const text = new PlanRoom(PLAN, "anna", on, keeps).text(TEXT, "write");
  await settle();
  return text;
}

async function pass(ms = 50): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

describe("writing", () => {
  it("opens with what the server has", async () => {
    write(server.doc, "Hej");
    const text = await page();
    expect(wordsIn(text.doc)).toBe("Hej");
    expect(text.status).toBe("saved");
    expect(text.writable).toBe(true);
  });

  it("sends what is written, and says saved only after the acknowledgement", async () => {
    const text = await page();
    line.held = [];
    write(text.doc, "Hej");
    expect(text.status).toBe("saving");
    await settle();
    expect(text.status).toBe("saving");
    line.release();
    await settle();
    expect(text.status).toBe("saved");
    expect(server.words()).toBe("Hej");
    expect(await outbox.count("anna")).toBe(0);
  });

  it("has one edit under way at a time, and merges what is written meanwhile", async () => {
    const text = await page();
    line.held = [];
    write(text.doc, "a");
    for (const letter of "bcdef") type(text.doc, letter);
    await settle();
    expect(server.edits).toHaveLength(1);
    line.release();
    await pass();
    expect(server.edits).toHaveLength(2);
    expect(server.words()).toBe("abcdef");
    expect(server.edits[1]!.op).toBeGreaterThan(server.edits[0]!.op);
  });

  it("hears others, in any order, and twice", async () => {
    const text = await page();
    const other = new Y.Doc();
    const updates: Uint8Array[] = [];
    other.on("update", (update: Uint8Array) => updates.push(update));
    write(other, "ett");
    type(other, " två");
    const [one, two] = updates.map((update, at) => ({ text: TEXT, epoch: 1, seq: at + 1, update }));
    for (const edit of [two!, one!, two!]) line.tell("edit", edit);
    expect(wordsIn(text.doc)).toBe("ett två");
    expect(text.status).toBe("saved");
  });

  it("opens again when a number stays missing", async () => {
    const text = await page();
    const other = new FakeLine(server);
    const second = await page(other, new MemoryOutbox());
    line.up = false; // this page misses one, without noticing that its line is gone
    write(second.doc, "missad");
    await pass();
    line.up = true;
    type(second.doc, " hörd");
    await pass();
    expect(wordsIn(text.doc)).toBe("");
    await pass(1000);
    expect(wordsIn(text.doc)).toBe("missad hörd");
  });

  it("loses nothing that is written while the answer to open is on its way", async () => {
    const text = await page();
    write(server.doc, "förr");
    line.held = [];
    line.fall();
    line.rise();
    await settle();
    line.held = [];
    void text.open();
    await settle();
    write(text.doc, "under tiden");
    line.release();
    await pass();
    expect(server.words().split("\n").sort()).toEqual(["förr", "under tiden"]);
    expect(wordsIn(text.doc)).toBe(server.words());
    expect(text.status).toBe("saved");
  });

  it("keeps edits that are heard before the answer to open", async () => {
    const text = await page();
    line.held = [];
    void text.open();
    await settle();
    write(await page(new FakeLine(server), new MemoryOutbox()).then((other) => other.doc), "tidigt");
    await pass();
    expect(wordsIn(text.doc)).toBe("");
    line.release();
    await settle();
    expect(wordsIn(text.doc)).toBe("tidigt");
  });
});

describe("a line that falls", () => {
  it("sends the very same edit again when its acknowledgement was lost", async () => {
    const text = await page();
    line.held = [];
    write(text.doc, "en gång");
    await settle();
    line.fall();
    await settle();
    expect(text.status).toBe("device");
    line.rise();
    await pass();
    expect(server.edits).toHaveLength(2);
    expect(server.edits[1]).toEqual(server.edits[0]);
    expect(server.words()).toBe("en gång");
    expect(text.status).toBe("saved");
    expect(await outbox.count("anna")).toBe(0);
  });

  it("sends it when the line fell between its number and its sending", async () => {
    const text = await page();
    line.dropNext = "edit";
    write(text.doc, "på väg");
    await settle();
    expect(server.edits).toHaveLength(0);
    type(text.doc, " och mer");
    line.rise();
    await pass();
    expect(server.words()).toBe("på väg och mer");
    expect(server.edits).toHaveLength(2);
  });

  it("merges what was written while it was down", async () => {
    write(server.doc, "början");
    const text = await page();
    line.fall();
    write(text.doc, "mitt");
    for (const letter of " eget") type(text.doc, letter);
    write(server.doc, "andras");
    server.seq++;
    await settle();
    expect(text.status).toBe("device");
    line.rise();
    await pass();
    expect(server.edits).toHaveLength(1);
    expect(wordsIn(text.doc)).toBe(server.words());
    expect(server.words()).toContain("mitt eget");
    expect(server.words()).toContain("andras");
  });

  it("says so when the device keeps nothing", async () => {
    const text = await page(line, Object.assign(new MemoryOutbox(), { keep: () => Promise.reject(new Error("full")) }));
    line.fall();
    write(text.doc, "utan skydd");
    await settle();
    expect(text.status).toBe("unsaved");
    expect(text.wouldBeLost).toBe(true);
    line.rise();
    await pass();
    expect(text.status).toBe("saved");
    expect(server.words()).toBe("utan skydd");
  });

  it("says that it is on the device when the answer is long in coming", async () => {
    const text = await page();
    line.held = [];
    write(text.doc, "väntar");
    await pass(1500);
    expect(text.status).toBe("saving");
    await pass(1000);
    expect(text.status).toBe("device");
    line.release();
    await pass();
    expect(text.status).toBe("saved");
  });

  it("asks again when no answer comes though the line is up", async () => {
    const text = await page();
    const ask = vi.spyOn(line, "ask").mockRejectedValueOnce(new Error("late"));
    write(text.doc, "sent");
    await pass();
    ask.mockRestore();
    expect(server.words()).toBe("sent");
    expect(text.status).toBe("saved");
  });
});

it("says up to where everything is acknowledged, in pieces too", async () => {
  const text = await page();
  const acknowledged: number[] = [];
  text.acknowledged.on((op) => acknowledged.push(op));
  line.held = [];
  write(text.doc, "a");
  const first = text.lastOp;
  for (let piece = 0; piece < 3; piece++) write(text.doc, "x".repeat(150_000));
  const second = text.lastOp;
  line.release();
  await pass();
  expect(acknowledged[0]).toBe(first);
  await pass(500);
  expect(acknowledged).toHaveLength(4); // none of the pieces fits with another into one edit
  expect(acknowledged.at(-1)).toBe(second);
  expect(acknowledged).toEqual([...acknowledged].sort((one, other) => one - other));
});

describe("an earlier page", () => {
  async function leaveUnsent(words: string): Promise<void> {
    const earlier = await page();
    line.fall();
    write(earlier.doc, words);
    await settle();
  }

  it("left words behind, and the next one sends them", async () => {
    await leaveUnsent("kvar");
    const text = await page(new FakeLine(server));
    await pass();
    expect(wordsIn(text.doc)).toBe("kvar");
    expect(server.words()).toBe("kvar");
    expect(await outbox.count("anna")).toBe(0);
  });

  it("is not sent for somebody else", async () => {
    await leaveUnsent("Annas");
    server.you = { ...server.you, person: "bo" };
    const text = new PlanRoom(PLAN, "bo", new FakeLine(server), outbox).text(TEXT, "write");
    await pass();
    expect(wordsIn(text.doc)).toBe("");
    expect(await outbox.count("anna")).toBe(1);
  });

  it("left words of an older epoch: they are shown", async () => {
    await leaveUnsent("från förr");
    server.startAfresh();
    const text = await page(new FakeLine(server));
    await pass();
    expect(server.words()).toBe("");
    expect(text.leftovers.list.map((left) => left.words)).toEqual(["från förr"]);
    text.dismiss();
    await settle();
    expect(await outbox.count("anna")).toBe(0);
  });

  it("left words that may not be written any more: they are shown", async () => {
    await leaveUnsent("för sent");
    server.right = "read";
    const text = await page(new FakeLine(server));
    await pass();
    expect(text.status).toBe("refused");
    expect(text.leftovers.list[0]!.words).toBe("för sent");
    expect(wordsIn(text.doc)).toBe("");
    expect(server.edits).toHaveLength(0);
  });

  it("left words that build on letters nobody has: they are shown", async () => {
    const earlier = await page();
    line.fall();
    write(earlier.doc, "första");
    type(earlier.doc, " andra");
    await settle();
    const [first] = await outbox.entries("anna", TEXT);
    await outbox.drop([first!]);
    const text = await page(new FakeLine(server));
    await pass();
    expect(text.leftovers.list.map((left) => left.words)).toEqual([" andra"]);
    expect(server.edits).toHaveLength(0);
  });
});

describe("a refusal", () => {
  it("slow_down: the same again after a second", async () => {
    const text = await page();
    line.refuse.edit = ["slow_down"];
    write(text.doc, "fort");
    await pass(900);
    expect(server.edits).toHaveLength(0);
    await pass(200);
    expect(server.words()).toBe("fort");
    expect(text.status).toBe("saved");
  });

  it("unavailable: the same again, later and later; the page says it is on the device", async () => {
    const text = await page();
    line.refuse.edit = ["unavailable", "unavailable"];
    write(text.doc, "tålamod");
    await pass(100);
    expect(text.status).toBe("device");
    await pass(1000);
    expect(server.edits).toHaveLength(0);
    await pass(2000);
    expect(server.words()).toBe("tålamod");
    const [one, two, three] = line.asked.filter(([event]) => event === "edit");
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  it("unavailable when opening: opens later", async () => {
    line.refuse.open = ["unavailable"];
    const text = await page();
    expect(text.status).toBe("opening");
    await pass(1100);
    expect(text.status).toBe("saved");
  });

  it("not_joined: joins, opens, sends the same", async () => {
    const text = await page();
    line.refuse.edit = ["not_joined"];
    write(text.doc, "igen");
    await pass();
    expect(server.words()).toBe("igen");
    expect(line.asked.map(([event]) => event)).toEqual(["join", "open", "edit", "join", "open", "edit"]);
  });

  it("gap: opens again and sends the difference", async () => {
    const text = await page();
    line.refuse.edit = ["gap"];
    write(text.doc, "hål");
    await pass();
    expect(server.words()).toBe("hål");
    expect(text.status).toBe("saved");
    const ops = line.asked.filter(([event]) => event === "edit").map(([, edit]) => (edit as { op: number }).op);
    expect(ops[1]).toBeGreaterThan(ops[0]!); // another edit than the one refused
  });

  it("heals a server that has lost what it once had", async () => {
    const text = await page();
    write(text.doc, "bekräftat");
    await pass();
    server.doc = new Y.Doc();
    server.kept.clear();
    line.fall();
    line.rise();
    await pass();
    expect(server.words()).toBe("bekräftat");
  });

  it("gap again: gives the words back", async () => {
    const text = await page();
    line.refuse.edit = ["gap", "gap"];
    write(text.doc, "hål");
    await pass();
    expect(text.leftovers.list[0]!.words).toBe("hål");
    expect(text.status).toBe("saved");
  });

  it.each(["schema", "too_large", "full", "form"] as const)("%s: drops the document, opens again, shows the words", async (code) => {
    write(server.doc, "stannar");
    const text = await page();
    const afresh = vi.fn();
    text.afresh.on(afresh);
    line.refuse.edit = [code];
    write(text.doc, "går inte");
    await pass();
    expect(afresh).toHaveBeenCalledOnce();
    expect(wordsIn(text.doc)).toBe("stannar");
    expect(text.leftovers.list[0]!).toMatchObject({ code, message: `no: ${code}`, words: "går inte" });
    expect(text.writable).toBe(true);
    write(text.doc, "efteråt");
    await pass();
    expect(server.words()).toBe("stannar\nefteråt");
  });

  it.each(["forbidden", "locked"] as const)("%s: read only, and the words to copy", async (code) => {
    const text = await page();
    server.right = "read";
    line.refuse.edit = [code];
    write(text.doc, "för sent");
    await pass();
    expect(text.status).toBe("refused");
    expect(text.writable).toBe(false);
    expect(text.leftovers.list[0]!.words).toBe("för sent");
    expect(wordsIn(text.doc)).toBe("");
    expect((await outbox.entries("anna", TEXT))[0]!.refused).toBe(true);
    text.dismiss();
    expect(text.status).toBe("read");
  });

  it("epoch: starts afresh, shows the words in the order of the text", async () => {
    write(server.doc, "gammalt");
    const text = await page();
    server.startAfresh();
    line.fall();
    write(text.doc, "tal");
    const words = (text.body.get(1) as Y.XmlElement).get(0) as Y.XmlText;
    words.insert(0, "sam");
    line.rise();
    await pass();
    expect(text.leftovers.list[0]!).toMatchObject({ code: "epoch", words: "samtal" });
    expect(wordsIn(text.doc)).toBe("");
    expect(text.status).toBe("saved");
  });

  it("sign_in: says so to the line, and keeps everything", async () => {
    const text = await page();
    line.refuse.edit = ["sign_in"];
    write(text.doc, "mitt i en mening");
    await pass();
    expect(line.signedOutCalls).toBe(1);
    line.fall();
    expect(text.status).toBe("device");
    line.rise();
    await pass();
    expect(server.words()).toBe("mitt i en mening");
  });
});

describe("a right that ends", () => {
  it("while nothing is unsent: read only", async () => {
    const text = await page();
    line.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "locked", message: "låst" });
    expect(text.status).toBe("read");
    expect(text.writable).toBe(false);
  });

  it("mid-sentence: what was under way is judged, the rest is given back", async () => {
    const text = await page();
    line.held = [];
    write(text.doc, "hann fram");
    await settle();
    type(text.doc, " hann inte");
    server.right = "read";
    line.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "forbidden", message: "slut" });
    expect(text.writable).toBe(false);
    line.release();
    await pass();
    expect(server.words()).toBe("hann fram");
    expect(wordsIn(text.doc)).toBe("hann fram");
    expect(text.leftovers.list.map((left) => left.words)).toEqual([" hann inte"]);
    expect(text.status).toBe("refused");
  });

  it("to the whole plan: everything closes, the words stay", async () => {
    const room = new PlanRoom(PLAN, "anna", line, outbox);
    const over = vi.fn();
    room.over.on(over);
    const text = room.text(TEXT, "write");
    await settle();
    line.held = [];
    write(text.doc, "mina ord");
    line.tell("over", { plan: PLAN, code: "unknown", message: "slut" });
    await pass();
    expect(over).toHaveBeenCalledWith({ code: "unknown", message: "slut" });
    expect(text.words).toBe("mina ord");
    expect(text.right).toBe("none");
    line.fall();
    line.rise();
    await pass();
    expect(line.asked.filter(([event]) => event === "join")).toHaveLength(1);
  });

  it("says nothing of writing to whoever only read", async () => {
    server.right = "read";
    const text = await page();
    line.tell("right", { plan: PLAN, text: TEXT, right: "none", code: "locked", message: "stängd" });
    line.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "locked", message: "låst" });
    expect(text.why).toBe("");
  });

  it("and comes back: writes on", async () => {
    const text = await page();
    line.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "locked", message: "" });
    line.tell("right", { plan: PLAN, text: TEXT, right: "write", code: "locked", message: "" });
    write(text.doc, "igen");
    await pass();
    expect(server.words()).toBe("igen");
  });
});

describe("a new epoch", () => {
  it("is opened at once when the server says so", async () => {
    write(server.doc, "gammalt");
    const text = await page();
    server.startAfresh();
    write(server.doc, "nytt");
    line.tell("afresh", { text: TEXT, epoch: 2 });
    await pass();
    expect(wordsIn(text.doc)).toBe("nytt");
  });
});

describe("five who write, and lines that fall at random", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("end with the same text, nothing lost, nothing doubled (%i)", async (start) => {
    let seed = start;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const lines = Array.from({ length: 5 }, () => new FakeLine(server));
    const texts = await Promise.all(lines.map((one) => page(one, new MemoryOutbox())));
    const written: string[] = [];
    for (let round = 0; round < 300; round++) {
      const at = random(5);
      const deed = random(10);
      if (deed < 6) {
        const word = `w${String(round)}.`;
        write(texts[at]!.doc, word);
        written.push(word);
      } else if (deed < 8) {
        if (lines[at]!.up) lines[at]!.fall();
      } else if (deed < 9) lines[at]!.held ??= [];
      else if (lines[at]!.up || random(2) === 0) lines[at]!.release();
      else lines[at]!.rise();
      if (random(3) === 0) await pass(random(40));
    }
    for (const one of lines) {
      one.release();
      if (!one.up) one.rise();
    }
    await pass(3000);
    const all = server.words().split("\n");
    expect([...all].sort()).toEqual([...written].sort());
    for (const text of texts) {
      expect(wordsIn(text.doc)).toBe(server.words());
      expect(text.status).toBe("saved");
    }
  });
});
