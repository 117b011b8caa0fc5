import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DragOrder, placeAt } from "../../../static/elements/drag-order";
import { TemplateDesigner } from "../../../static/elements/template-designer";

const ROW = 40;

beforeAll(() => {
  customElements.define("drag-order", DragOrder);
  customElements.define("template-designer", TemplateDesigner);
  Element.prototype.setPointerCapture = () => undefined;
  Element.prototype.releasePointerCapture = () => undefined;
  Element.prototype.hasPointerCapture = () => true;
});

/** Every row is 40 high, and they stand one under the other, the lists too. */
function layOut(): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".asked")];
  for (const [at, row] of rows.entries()) row.getBoundingClientRect = () => new DOMRect(0, at * ROW, 300, ROW);
  for (const list of document.querySelectorAll<HTMLElement>("[data-section]")) {
    const own = rows.filter((row) => row.parentElement === list);
    const top = Math.min(...own.map((row) => row.getBoundingClientRect().top));
    list.parentElement!.getBoundingClientRect = () => new DOMRect(0, top, 300, own.length * ROW);
  }
}

function question(key: string, at: string): string {
  return `<li class="asked" data-key="${key}" data-at="${at}"><span data-grip></span><form data-place><button name="place" data-drop hidden></button></form></li>`;
}

describe("<drag-order>", () => {
  const sent: string[] = [];

  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal("requestAnimationFrame", () => 0);
    document.body.innerHTML = `<drag-order><ol data-order="sections">
      <li data-key="one" data-at="0"><ol data-order="questions" data-section="one">${question("a", "one/0")}${question("b", "one/1")}${question("c", "one/2")}</ol></li>
      <li data-key="two" data-at="1"><ol data-order="questions" data-section="two">${question("d", "two/0")}</ol></li></ol></drag-order>`;
    layOut();
  });

  beforeAll(() => {
    document.addEventListener("submit", (event) => {
      event.preventDefault();
      sent.push((event.submitter as HTMLButtonElement).value);
    });
  });

  function drag(key: string, ...to: number[]): HTMLElement {
    const grip = document.querySelector<HTMLElement>(`[data-key="${key}"] [data-grip]`)!;
    const point = (name: string, y: number): void => { grip.dispatchEvent(new PointerEvent(name, { bubbles: true, pointerId: 7, clientY: y, button: 0 })); };
    point("pointerdown", grip.closest("li")!.getBoundingClientRect().top + ROW / 2);
    for (const y of to) point("pointermove", y);
    return grip;
  }

  function drop(grip: HTMLElement, name = "pointerup"): void {
    grip.dispatchEvent(new PointerEvent(name, { bubbles: true, pointerId: 7 }));
  }

  it("counts what stands above a point by its middle", () => {
    const rows = [{ top: 0, bottom: 40 }, { top: 40, bottom: 80 }];
    expect([0, 19, 21, 59, 61, 900].map((y) => placeAt(y, rows))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("sends where something is dropped in its own list", () => {
    drop(drag("a", 50, 110));
    expect(sent).toEqual(["one/2"]);
  });

  it("sends where something is dropped in another list", () => {
    drop(drag("a", 50, 130));
    expect(sent).toEqual(["two/0"]);
  });

  it("shows where it would be dropped, and cleans up", () => {
    const grip = drag("c", 50);
    const [, mark] = document.querySelector("[data-section=one]")!.children;
    expect(mark!.className).toBe("drop-mark");
    expect(grip.closest("li")!.style.translate).toBe("0 -50px");
    drop(grip);
    expect(document.querySelector(".drop-mark")).toBe(null);
    expect(document.querySelector(".dragged, .dragging")).toBe(null);
    expect(grip.closest("li")!.style.translate).toBe("");
  });

  it.each([["dropped where it was", (grip: HTMLElement) => { drop(grip); }],
    ["given up by Escape", (grip: HTMLElement) => { document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })); drop(grip); }],
    ["taken by the system", (grip: HTMLElement) => { drop(grip, "pointercancel"); }]])("sends nothing when %s", (why, end) => {
    end(drag("b", why === "dropped where it was" ? 62 : 130));
    expect(sent).toEqual([]);
    expect(document.querySelector(".drop-mark, .dragged")).toBe(null);
  });

  it("is not begun by another button, nor elsewhere than at a grip", () => {
    const grip = document.querySelector<HTMLElement>("[data-grip]")!;
    grip.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerId: 7, button: 2 }));
    grip.closest("li")!.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerId: 7, button: 0 }));
    expect(document.querySelector(".dragged")).toBe(null);
  });
});

describe("<template-designer>", () => {
  const design = (edited: number, focus = "", a = "old", b = "old", refused = ""): string => `
    <div id="outcome" data-edited="${String(edited)}" data-focus="${focus}"></div>
    <h3 id="sum-a" tabindex="-1">A</h3>
    <form id="form-a"><input type="hidden" name="edited" value="${String(edited)}"><input name="title" value="${a}"></form>
    <form id="form-b"><input type="hidden" name="edited" value="${String(edited)}">${refused}<input name="title" value="${b}"></form>
    <button id="up-b">Up</button>`;
  let form: HTMLFormElement;

  beforeEach(() => {
    document.body.innerHTML = `<template-designer>${design(1)}</template-designer>`;
    form = document.querySelector<HTMLFormElement>("#form-a")!;
  });

  function write(id: string, words: string): void {
    const input = document.querySelector<HTMLInputElement>(`#${id} [name=title]`)!;
    input.value = words;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** As htmx does it, but for morphing: forms that ask to be left alone are. */
  function answer(source: HTMLFormElement, status: number, text: string): void {
    const detail = { ctx: { sourceElement: source, text, response: { status } } };
    source.dispatchEvent(new CustomEvent("htmx:before:swap", { bubbles: true, detail }));
    const given = new DOMParser().parseFromString(text, "text/html");
    for (const now of given.querySelectorAll<HTMLElement>("form, #outcome")) {
      const old = document.getElementById(now.id)!;
      if (!old.matches("[hx-morph-skip]")) old.replaceWith(document.importNode(now, true));
    }
    (source.isConnected ? source : document.querySelector("template-designer"))!.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true, detail }));
  }

  const value = (id: string, name: string): string => document.querySelector<HTMLInputElement>(`#${id} [name=${name}]`)!.value;

  it("lets one's own act through to the forms one writes in", () => {
    write("form-b", "being written");
    answer(form, 200, design(2, "", "new"));
    expect(document.querySelector("#form-b")!.hasAttribute("hx-morph-skip")).toBe(false);
    expect(value("form-b", "edited")).toBe("2");
  });

  it.each([[409, 5], [200, 5]])("keeps what is being written, on its own count, when somebody else has changed the draft (%i)", (status, count) => {
    write("form-b", "being written");
    answer(form, status, design(count, "", "theirs", "theirs"));
    expect([value("form-b", "title"), value("form-b", "edited")]).toEqual(["being written", "1"]);
    expect(value("form-a", "title")).toBe("theirs");
    expect(document.querySelector("[hx-morph-skip]")).toBe(null);
  });

  it("lets the refused form itself be drawn anew: the server puts what was sent into it", () => {
    const b = document.querySelector<HTMLFormElement>("#form-b")!;
    write("form-b", "mine");
    answer(b, 409, design(3, "sent", "theirs", "mine", `<div class="wrong"></div>`));
    expect([value("form-b", "title"), value("form-b", "edited")]).toEqual(["mine", "3"]);
    expect(document.activeElement).toBe(document.querySelector("#form-b [name=title]"));
  });

  it("does not pass an older form off as one that knows what another has changed", () => {
    write("form-b", "being written");
    answer(form, 409, design(2, "", "theirs", "theirs"));
    answer(document.querySelector<HTMLFormElement>("#form-a")!, 200, design(3, "", "mine", "theirs"));
    expect([value("form-a", "edited"), value("form-b", "edited"), value("form-b", "title")]).toEqual(["3", "1", "being written"]);
  });

  it("puts the keyboard where the server says, or back on the button that moved something", () => {
    answer(form, 200, design(2, "q-a"));
    expect(document.activeElement?.id).toBe("sum-a");
    document.querySelector<HTMLElement>("#up-b")!.focus();
    answer(document.querySelector<HTMLFormElement>("#form-a")!, 200, design(3, "q-b.move"));
    expect(document.activeElement?.id).toBe("up-b");
  });

  it("warns before what is not sent is left behind", () => {
    const leave = (): boolean => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(leave()).toBe(false);
    write("form-a", "words");
    expect(leave()).toBe(true);
    answer(form, 200, design(2));
    expect(leave()).toBe(false);
  });
});
