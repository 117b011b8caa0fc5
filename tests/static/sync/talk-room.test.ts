import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Code, Entered, Present, Refusal, TalkAsks, TalkHears } from "../../../static/sync/protocol";
import { TalkRoom, type TalkChannel } from "../../../static/sync/talk-room";

const TALK = "talk";
const ELSA: Present = { person: "elsa", name: "Elsa", role: "pupil", kind: "", colour: 1, client: "c1", room: false, follows: true, hand: null, part: null };
const ENTERED: Entered = { ok: true, talk: TALK, point: "reached", lead: "maja", you: ELSA, people: [ELSA], chat: [], ice: [], lasts: 3600, relayed: false };

/** A line to a server that lets in, or refuses as it is told. */
class FakeTalk implements TalkChannel {
  up = true;
  refuse: Code[] = [];
  entered = ENTERED;
  readonly asked: [string, unknown][] = [];
  readonly signedOut = vi.fn();
  readonly #hear = new Map<string, (news: never) => void>();
  #line: ((up: boolean) => void) | undefined;

  ask<E extends keyof TalkAsks>(event: E, takes: TalkAsks[E]["takes"]): Promise<TalkAsks[E]["gives"] | Refusal> {
    this.asked.push([event, takes]);
    const code = this.refuse.shift();
    const gives = event === "enter" ? this.entered : event === "say" ? { ok: true, id: 1 } : { ok: true };
    return Promise.resolve(code === undefined ? gives as TalkAsks[E]["gives"] : { ok: false, code, message: `no: ${code}` });
  }

  on<E extends keyof TalkHears>(event: E, hear: (news: TalkHears[E]) => void): void {
    this.#hear.set(event, hear);
  }

  onLine(hear: (up: boolean) => void): void {
    this.#line = hear;
  }

  tell<E extends keyof TalkHears>(event: E, news: TalkHears[E]): void {
    this.#hear.get(event)?.(news as never);
  }

  turn(up: boolean): void {
    this.up = up;
    this.#line?.(up);
  }
}

let line: FakeTalk;

beforeEach(() => {
  vi.useFakeTimers();
  line = new FakeTalk();
});

afterEach(() => {
  vi.useRealTimers();
});

async function inside(): Promise<TalkRoom> {
  const room = new TalkRoom(TALK, line);
  await vi.advanceTimersByTimeAsync(0);
  return room;
}

it("enters, and knows where the talk is and who is there", async () => {
  const room = await inside();
  expect(room.inside).toBe(true);
  expect(room.state).toEqual({ talk: TALK, point: "reached", lead: "maja" });
  expect(room.people).toEqual([ELSA]);
});

it("says again what it knew of itself when the line is back, and still shows who was there meanwhile", async () => {
  const room = await inside();
  room.raise(true);
  room.follow(false);
  line.turn(false);
  expect(room.inside).toBe(false);
  expect(room.people).toEqual([ELSA]);
  line.turn(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(line.asked.at(-1)).toEqual(["enter", { talk: TALK, hand: true, follows: false, room: false }]);
});

it("shows a line of the chat once, in the order in which they were said", async () => {
  const room = await inside();
  const said = (id: number) => ({ id, person: "elsa", name: "Elsa", words: `${id}`, at: "" });
  for (const id of [2, 1, 2]) line.tell("said", { talk: TALK, line: said(id) });
  line.tell("said", { talk: "another", line: said(3) });
  expect(room.chat.map((one) => one.id)).toEqual([1, 2]);
});

it("is over when it is told so, and enters no more", async () => {
  const room = await inside();
  const over = vi.fn();
  room.over.on(over);
  line.tell("over", { talk: TALK, code: "unknown", message: "The talk is over." });
  expect(over).toHaveBeenCalledWith({ code: "unknown", message: "The talk is over." });
  line.turn(false);
  line.turn(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(line.asked.map(([event]) => event)).toEqual(["enter"]);
});

it("tries again when the server cannot answer yet", async () => {
  line.refuse = ["unavailable", "slow_down"];
  const room = await inside();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(room.inside).toBe(true);
});

it("gives the refusal of a line that was not kept", async () => {
  const room = await inside();
  line.refuse = ["full"];
  expect(await room.say("One more")).toMatchObject({ code: "full" });
  expect(await room.say("One more")).toBeUndefined();
});
