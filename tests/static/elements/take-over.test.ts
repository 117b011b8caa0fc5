import type { Editor } from "@tiptap/core";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { LiveTextElement } from "../../../static/elements/live-text";
import { TakeOver } from "../../../static/elements/take-over";
import { PLAN, TEXT, settle, write } from "../sync/fake-server";
import { FakePage, drawNothing, type Live } from "./fake-page";

let page: FakePage;
const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));

vi.mock("../../../static/elements/live", () => ({
  person: () => now.live.person(),
  theLine: () => now.live.theLine(),
  theOutbox: () => now.live.theOutbox(),
  room: () => now.live.room(),
  liveTexts: () => now.live.liveTexts(),
}));

beforeAll(() => {
  customElements.define("live-text", LiveTextElement);
  customElements.define("take-over", TakeOver);
});

beforeEach(() => {
  drawNothing();
  vi.useFakeTimers();
  page = new FakePage();
  now.live = page.live;
});

afterEach(() => {
  getSelection()?.removeAllRanges();
  document.body.replaceChildren();
  vi.useRealTimers();
});

const OLD = `<p>I read <strong>well</strong>.</p><p></p><ul><li><p>Swim</p></li></ul><h3>Next</h3>`;

async function show(right = "write", into = TEXT): Promise<LiveTextElement> {
  page.server.right = right as "write";
  document.body.innerHTML = `<live-text text="${TEXT}" plan="${PLAN}" right="${right}" label="Where am I now?">
    <header><p class="saved" role="status"></p></header><div class="body"></div></live-text>
    <take-over into="${into}" origin="From spring 2026:"><div class="body">${OLD}</div></take-over>`;
  await settle();
  return document.querySelector<LiveTextElement>("live-text")!;
}

const buttons = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>("take-over button")];
const said = (): string => document.querySelector("take-over [role=status]")!.textContent;

it("gives each piece that says anything a button with its words", async () => {
  await show();
  expect(buttons().map((one) => one.getAttribute("aria-label"))).toEqual(["Take over: I read well.", "Take over: Swim", "Take over: Next"]);
  expect(buttons().every((one) => !one.hidden)).toBe(true);
  expect(document.querySelector("take-over label")!.hasAttribute("hidden")).toBe(true); // where it goes is plain
});

it("writes a piece at the end of the text, as an edit like any other, with where it is from", async () => {
  const text = await show();
  write(text.live!.doc, "Already here");
  buttons()[0]!.click();
  await settle();
  expect(text.querySelector(".body")!.innerHTML).toContain('<p dir="auto">Already here</p><p dir="auto"><em>From spring 2026: </em>I read well.</p>');
  await vi.advanceTimersByTimeAsync(1000);
  expect(page.server.words()).toContain("<italic>From spring 2026: </italic>I read well.");
  expect(said()).toBe("Taken over into: Where am I now?");
});

it("takes the place of the empty line of an empty text, and is taken back by undo", async () => {
  const text = await show();
  buttons()[1]!.click();
  expect(text.querySelectorAll(".body > p")).toHaveLength(1);
  const { editor } = text.querySelector(".body") as unknown as { editor: Editor };
  editor.commands.undo();
  expect(text.querySelector(".body")!.textContent).not.toContain("Swim");
});

it("takes over just the words that are selected in a piece", async () => {
  const text = await show();
  const words = document.querySelector("take-over p")!.firstChild!;
  getSelection()!.setBaseAndExtent(words, 2, words, 6);
  document.dispatchEvent(new Event("selectionchange"));
  expect(buttons().map((one) => one.textContent)).toEqual(["Take over the selected words", "Take over", "Take over"]);
  expect(buttons()[0]!.getAttribute("aria-label")).toBe("Take over the selected words: read");
  buttons()[0]!.click();
  expect(text.querySelector(".body")!.textContent).toBe("From spring 2026: read");
});

it("has nothing to press where nothing may be written, and has it when it may", async () => {
  await show("read");
  expect(buttons().every((one) => one.hidden)).toBe(true);
  page.server.right = "write";
  page.plan.tell("right", { plan: PLAN, text: TEXT, right: "write", code: "forbidden", message: "" });
  await settle();
  expect(buttons().every((one) => one.hidden)).toBe(false);
});

it("says into which text, where it is not the one beside", async () => {
  await show("write", "another");
  expect(document.querySelector("take-over label")!.hasAttribute("hidden")).toBe(false);
  expect(document.querySelector<HTMLSelectElement>("take-over select")!.selectedOptions[0]!.textContent).toBe("Where am I now?");
});

it("says so when the text cannot be written in just now", async () => {
  page.plan.held = [];
  await show();
  buttons()[0]!.click();
  expect(said()).toBe("That text cannot be written in right now. Try again in a moment.");
  page.plan.release();
});
