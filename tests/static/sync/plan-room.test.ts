import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MemoryOutbox } from "../../../static/sync/outbox";
import { PlanRoom } from "../../../static/sync/plan-room";
import { ANNA, FakeLine, FakeServer, PLAN, TEXT, settle, wordsIn, write } from "./fake-server";

let server: FakeServer;
let line: FakeLine;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  line = new FakeLine(server);
});

afterEach(() => {
  vi.useRealTimers();
});

function room(): PlanRoom {
  return new PlanRoom(PLAN, "anna", line, new MemoryOutbox());
}

it("joins, and joins again when the line has been down", async () => {
  const joined = vi.fn();
  room().joined.on(joined);
  await settle();
  line.fall();
  server.revision = 9;
  line.rise();
  await settle();
  expect(joined.mock.calls.map(([answer]: { revision: number }[]) => answer!.revision)).toEqual([7, 9]);
});

it("joins when the line comes up for the first time", async () => {
  line.up = false;
  const joined = vi.fn();
  room().joined.on(joined);
  line.rise();
  await settle();
  expect(joined).toHaveBeenCalledOnce();
});

it("tries again when the server cannot answer yet", async () => {
  line.refuse.join = ["unavailable", "slow_down"];
  const joined = vi.fn();
  room().joined.on(joined);
  await vi.advanceTimersByTimeAsync(3500);
  expect(joined).toHaveBeenCalledOnce();
});

it("is over when the plan may not be seen", async () => {
  line.refuse.join = ["unknown"];
  const plan = room();
  const over = vi.fn();
  plan.over.on(over);
  await settle();
  expect(over).toHaveBeenCalledWith({ ok: false, code: "unknown", message: "no: unknown" });
});

it("writes nothing for a person who is not the page's", async () => {
  server.you = { ...ANNA, person: "bo" };
  const plan = room();
  const another = vi.fn();
  plan.anotherPerson.on(another);
  const text = plan.text(TEXT, "write");
  await settle();
  expect(another).toHaveBeenCalledOnce();
  expect(text.writable).toBe(false);
  expect(line.asked.map(([event]) => event)).toEqual(["join"]);
});

it("knows who is here, and nobody while the line is down", async () => {
  const plan = room();
  await settle();
  expect(plan.people).toEqual([ANNA]);
  line.tell("here", { plan: PLAN, people: [ANNA, { ...ANNA, client: "c2" }] });
  line.tell("here", { plan: "another", people: [] });
  expect(plan.people).toHaveLength(2);
  line.fall();
  expect(plan.people).toEqual([]);
});

it("opens its texts again when something was missed", async () => {
  const plan = room();
  const text = plan.text(TEXT, "write");
  await settle();
  write(server.doc, "missat");
  line.tell("news", { plan: PLAN, revision: 8, kind: "stale", about: {}, carry: {} });
  await settle();
  expect(wordsIn(text.doc)).toBe("missat");
});

it("closes a text that is not among those listed", async () => {
  const text = room().text("another text", "write");
  await settle();
  expect(text.right).toBe("none");
  expect(line.asked.map(([event]) => event)).toEqual(["join"]);
});
