import type { Editor } from "@tiptap/core";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { selectedAnchor } from "../../../static/editor/anchors";
import { CommentAnchor } from "../../../static/elements/comment-anchor";
import { LiveTextElement } from "../../../static/elements/live-text";
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
  customElements.define("comment-anchor", CommentAnchor);
});

beforeEach(() => {
  drawNothing();
  vi.useFakeTimers();
  page = new FakePage();
  now.live = page.live;
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function show(right = "write", more = ""): Promise<LiveTextElement> {
  page.server.right = right as "write";
  document.body.innerHTML = `<section class="text" id="text-${TEXT}"><live-text text="${TEXT}" plan="${PLAN}" right="${right}" label="Agreement">
    <header><h2>Agreement</h2><p class="saved" role="status"></p></header>
    <div class="body" dir="auto"><p>from the server</p></div></live-text></section>${more}`;
  await settle();
  const element = document.querySelector("live-text");
  if (!(element instanceof LiveTextElement)) throw new Error("not upgraded");
  return element;
}

const saved = (): string => document.querySelector(".saved")!.textContent;
const body = (): HTMLElement => document.querySelector(".body")!;

it("turns the server's text into an editor once the text has come", async () => {
  page.plan.held = [];
  write(page.server.doc, "Vi är överens");
  await show();
  expect(body().textContent).toBe("from the server");
  expect(saved()).toBe("Connecting …");
  page.plan.release();
  await settle();
  expect(body().textContent).toBe("Vi är överens");
  expect(body().getAttribute("contenteditable")).toBe("true");
  expect(body().getAttribute("aria-label")).toBe("Agreement");
  expect(document.querySelectorAll("[role=toolbar] button")).toHaveLength(8);
  expect(saved()).toBe("Saved");
});

it("says in words what is saved, and calms down before it says saved", async () => {
  const text = await show();
  page.plan.held = [];
  write(text.live!.doc, "ord");
  expect(saved()).toBe("Saving …");
  page.plan.release();
  await settle();
  expect(saved()).toBe("Saving …");
  await vi.advanceTimersByTimeAsync(700);
  expect(saved()).toBe("Saved");
  page.plan.fall();
  write(text.live!.doc, "mer");
  await settle();
  expect(saved()).toBe("Saved on this device, not yet sent");
  expect(document.querySelector(".saved")!.getAttribute("aria-live")).toBe("polite");
});

it("is a view that grows, for a reader", async () => {
  await show("read");
  expect(saved()).toBe("Read only");
  expect(body().getAttribute("contenteditable")).toBe("false");
  expect(body().textContent).toBe("Nothing is written here yet.");
  expect(document.querySelector("[role=toolbar]")).toBe(null);
  expect(document.querySelector("section")!.classList.contains("mine")).toBe(false);
});

it("gives back the words when the right ends", async () => {
  const text = await show();
  page.plan.held = [];
  write(text.live!.doc, "framme");
  await settle();
  write(text.live!.doc, "mina ord");
  page.server.right = "read";
  page.plan.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "locked", message: "Planen är låst." });
  page.plan.release();
  await settle();
  const panel = document.querySelector(".leftover")!;
  expect(panel.querySelector("pre")!.textContent).toBe("mina ord");
  expect(body().textContent).toBe("framme");
  expect(body().getAttribute("contenteditable")).toBe("false");
  expect(saved()).toBe("Not saved: copy your words");
  panel.querySelectorAll("button")[1]!.click();
  expect(document.querySelector(".leftover")).toBe(null);
  expect(saved()).toBe("Read only");
  expect(await page.outbox.count("anna")).toBe(0);
});

it("shows nothing of a text that may not be seen any more", async () => {
  write(page.server.doc, "hemligt");
  await show();
  page.plan.tell("right", { plan: PLAN, text: TEXT, right: "none", code: "forbidden", message: "" });
  await settle();
  expect(body().textContent).toBe("");
  page.plan.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "forbidden", message: "" });
  page.server.right = "read";
  await settle();
  expect(body().textContent).toBe("hemligt");
});

it("offers to comment on selected words, where there is a form for it", async () => {
  const text = await show("write", `<form id="comment-form"></form>`);
  write(text.live!.doc, "svåra ord");
  const asked = vi.fn();
  document.addEventListener("stegvis:anchor", (event) => { asked((event as CustomEvent).detail); }, { once: true });
  const { editor } = body() as unknown as { editor: Editor };
  editor.commands.setTextSelection({ from: 1, to: 6 });
  const button = document.querySelector<HTMLButtonElement>(".comment-selection")!;
  editor.view.coordsAtPos = () => ({ left: 0, right: 0, top: 0, bottom: 0 });
  editor.commands.setTextSelection({ from: 1, to: 7 });
  expect(button.hidden).toBe(false);
  button.click();
  expect(asked).toHaveBeenCalledWith(expect.objectContaining({ text: TEXT, quote: "svåra", label: "Agreement" }));
  expect(button.hidden).toBe(true);
});

it("does not let go of words that were selected just before somebody else wrote", async () => {
  const text = await show("write", `<form id="comment-form"></form>`);
  write(text.live!.doc, "svåra ord");
  await settle();
  const { editor } = body() as unknown as { editor: Editor };
  editor.view.dom.tabIndex = 0; // jsdom gives an editable no focus of itself
  editor.view.dom.focus();
  await vi.advanceTimersByTimeAsync(100);
  const words = body().querySelector("p")!.firstChild!;
  getSelection()!.setBaseAndExtent(words, 0, words, 5); // the browser tells of it later
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(page.server.doc));
  other.once("update", (update: Uint8Array) => { page.server.keep({ text: TEXT, epoch: 1, client: "c2", op: 1, update }); });
  write(other, "mera");
  expect(body().textContent).toBe("svåra ordmera");
  expect(selectedAnchor(editor.state)?.quote).toBe("svåra");
  page.plan.tell("point", { text: TEXT, client: "c2", name: "Bo", colour: 2, at: null });
  expect(selectedAnchor(editor.state)?.quote).toBe("svåra");
});

it("marks what comments are about, and says when the words have gone", async () => {
  const text = await show();
  write(text.live!.doc, "svåra ord");
  const { editor } = body() as unknown as { editor: Editor };
  editor.commands.setTextSelection({ from: 1, to: 6 });
  const { anchor } = selectedAnchor(editor.state)!;
  const thread = document.createElement("article");
  thread.className = "thread";
  thread.innerHTML = `<span data-gone hidden>(removed)</span><comment-anchor thread="t1" text="${TEXT}"></comment-anchor>`;
  thread.querySelector("comment-anchor")!.setAttribute("anchor", JSON.stringify(anchor));
  document.body.append(thread);
  expect(document.querySelector("mark")!.textContent).toBe("svåra");
  expect(thread.querySelector<HTMLElement>("[data-gone]")!.hidden).toBe(true);
  editor.commands.deleteRange({ from: 1, to: 6 });
  await vi.advanceTimersByTimeAsync(500);
  expect(thread.querySelector<HTMLElement>("[data-gone]")!.hidden).toBe(false);
  thread.remove();
});

it("has a toolbar that arrows walk through and Escape leaves", async () => {
  await show();
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("[role=toolbar] button")];
  expect(buttons.map((button) => button.tabIndex)).toEqual([0, -1, -1, -1, -1, -1, -1, -1]);
  buttons[0]!.focus();
  const press = (key: string): boolean => document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  press("ArrowRight");
  expect(document.activeElement).toBe(buttons[1]);
  press("End");
  expect(document.activeElement).toBe(buttons[7]);
  press("ArrowRight");
  expect(document.activeElement).toBe(buttons[0]);
  expect(buttons.filter((button) => button.tabIndex === 0)).toEqual([buttons[0]]);
  expect(buttons.every((button) => button.getAttribute("aria-label") !== "")).toBe(true);
});

it("is not folded away where an answer stands above the text that nobody has written", async () => {
  await show("read");
  document.body.innerHTML = `<div class="pieces">${document.body.innerHTML}</div>`;
  const answered = (says: string): string => `<answer-form id="answer-1">${says}</answer-form>`;
  await settle();
  const section = document.querySelector("section")!, again = document.querySelector("live-text")!;
  expect(section.classList.contains("blank")).toBe(true);

  again.insertAdjacentHTML("afterbegin", answered('<p class="value">Acceptable</p>'));
  again.firstElementChild!.dispatchEvent(new CustomEvent("stegvis:filled", { bubbles: true }));
  expect(section.classList.contains("blank")).toBe(false);

  again.firstElementChild!.outerHTML = answered("");
  again.firstElementChild!.dispatchEvent(new CustomEvent("stegvis:filled", { bubbles: true }));
  expect(section.classList.contains("blank")).toBe(true);
});

it("is no longer folded away as blank once somebody has written in it, wherever it stands", async () => {
  await show("read");
  const section = document.querySelector("section.text")!;
  section.classList.add("blank");
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(page.server.doc));
  other.once("update", (update: Uint8Array) => { page.server.keep({ text: TEXT, epoch: 1, client: "c2", op: 1, update }); });
  page.server.right = "write"; // the other one may
  write(other, "We read.");
  await vi.advanceTimersByTimeAsync(100);
  expect(body().textContent).toBe("We read.");
  expect(section.classList.contains("blank")).toBe(false);
});
