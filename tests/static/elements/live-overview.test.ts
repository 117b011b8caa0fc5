import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveOverview } from "../../../static/elements/live-overview";
import { settle } from "../sync/fake-server";
import { FakePage, type Live } from "./fake-page";

let page: FakePage;
const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));
const CLASS = "class-1";

vi.mock("../../../static/elements/live", () => ({
  person: () => now.live.person(),
  theLine: () => now.live.theLine(),
}));

beforeAll(() => { customElements.define("live-overview", LiveOverview); });

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakePage();
  now.live = page.live;
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const ROWS = `<label hidden><input type="checkbox" data-choose-all></label>
  <input type="checkbox" name="plan:1"><input type="checkbox" name="plan:2"><input type="checkbox" name="only">`;

async function show(rows = ROWS): Promise<HTMLElement> {
  document.body.innerHTML = `<live-overview place="class" key="${CLASS}"><div id="rows">${rows}</div></live-overview>`;
  await settle();
  return document.querySelector("live-overview")!;
}

function count(): () => number {
  const hear = vi.fn();
  document.body.addEventListener("news:overview", hear);
  return () => hear.mock.calls.length;
}

describe("<live-overview>", () => {
  it("follows its place, and asks for what stirred before it did", async () => {
    const stirred = count();
    await show();
    expect(page.me.asked).toEqual([["follow", { place: "class", id: CLASS }]]);
    expect(stirred()).toBe(1);
  });

  it("lets its fragments be fetched when something stirs there, and not when elsewhere", async () => {
    await show();
    const stirred = count();
    page.me.tell("stirred", { place: "class", id: CLASS });
    page.me.tell("stirred", { place: "class", id: "class-2" });
    expect(stirred()).toBe(1);
  });

  it("follows again when the line is back, and fetches what it missed", async () => {
    await show();
    const stirred = count();
    page.me.fall();
    page.me.rise();
    await settle();
    expect(page.me.asked.length).toBe(2);
    expect(stirred()).toBe(1);
  });

  it("tries again when it cannot be answered just now", async () => {
    page.me.refuse.follow = ["unavailable"];
    await show();
    expect(page.me.asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(page.me.asked.length).toBe(2);
  });

  it.each(["unknown", "forbidden"] as const)("says that it may no longer be seen when following is %s", async (code) => {
    page.me.refuse.follow = [code];
    const overview = await show();
    expect(overview.querySelector("h1")?.textContent).toBe("You no longer have access to this page");
    expect(overview.querySelector("#rows")).toBeNull();
  });

  it("says so when the right ends, in the server's words, and follows no more", async () => {
    const overview = await show();
    document.title = "4B";
    document.body.insertAdjacentHTML("afterbegin", '<header><nav class="path-nav">4B</nav></header>');
    page.me.tell("closed", { place: "class", id: "class-2", code: "unknown", message: "Not this one." });
    expect(overview.querySelector("#rows")).not.toBeNull();
    page.me.tell("closed", { place: "class", id: CLASS, code: "unknown", message: "The school has changed it." });
    expect(overview.textContent).toContain("The school has changed it.");
    expect([document.title, document.querySelector("header")!.textContent]).toEqual(["You no longer have access to this page", ""]);
    const stirred = count();
    page.me.tell("stirred", { place: "class", id: CLASS });
    page.me.fall();
    page.me.rise();
    await settle();
    expect([page.me.asked.length, stirred()]).toEqual([1, 0]);
  });

  it("signs out when the session has ended", async () => {
    page.me.refuse.follow = ["sign_in"];
    await show();
    expect(page.me.signedOutCalls).toBe(1);
  });

  it("chooses all with one box, which says when only some are chosen", async () => {
    const overview = await show();
    const [all, first, second, only] = overview.querySelectorAll("input");
    expect(all!.closest("label")!.hidden).toBe(false);
    all!.click();
    expect([first!.checked, second!.checked, only!.checked]).toEqual([true, true, false]);
    first!.click();
    expect([all!.checked, all!.indeterminate]).toEqual([false, true]);
    second!.click();
    expect([all!.checked, all!.indeterminate]).toEqual([false, false]);
  });

  it("shows the box for all only where there is something to choose", async () => {
    const overview = await show('<label hidden><input type="checkbox" data-choose-all></label>');
    expect(overview.querySelector("label")!.hidden).toBe(true);
    overview.querySelector("#rows")!.insertAdjacentHTML("beforeend", '<input type="checkbox" name="plan:3">');
    document.dispatchEvent(new Event("htmx:after:swap"));
    expect(overview.querySelector("label")!.hidden).toBe(false);
  });
});
