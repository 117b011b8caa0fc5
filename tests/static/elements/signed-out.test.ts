import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchSession } from "../../../static/elements/signed-out";
import { FakePage, type Live } from "./fake-page";

let page: FakePage;
const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));

vi.mock("../../../static/elements/live", () => ({ person: () => now.live.person(), theLine: () => now.live.theLine() }));

function show(main: string): HTMLElement {
  document.body.innerHTML = `<header><nav class="path-nav">Elsa</nav><form class="search"></form><a class="to-search"></a><notice-badge></notice-badge>
    <details class="menu" id="language"></details><details class="menu" id="own"><form data-sign-out></form></details></header><main>${main}</main>`;
  document.title = "Elsa";
  watchSession();
  return document.querySelector("main")!;
}

function heading(): Element | null {
  return document.querySelector("main:not([hidden]) h1");
}

beforeEach(() => {
  page = new FakePage();
  now.live = page.live;
});

afterEach(() => {
  page.line.changed.tell("live");
  document.body.replaceChildren();
});

describe("a page whose session has ended", () => {
  it("says so and shows nothing of what it held", () => {
    const main = show("<h1>Elsa</h1>");
    page.line.changed.tell("signed-out");
    expect(main.hidden).toBe(true);
    expect([...document.querySelectorAll<HTMLElement>("header > *")].filter((one) => !one.hidden).map((one) => one.id)).toEqual(["language"]);
    expect(document.title).toBe("You are signed out");
    expect(heading()?.textContent).toBe("You are signed out");
    expect(document.activeElement).toBe(heading());
    expect(document.querySelector("main:not([hidden]) a")?.getAttribute("href")).toMatch(/^\/sign-in\?then=/);
  });

  it("is as it was when the same person is signed in again", () => {
    const main = show("<textarea>as it came</textarea>");
    main.querySelector("textarea")!.value = "half a comment";
    page.line.changed.tell("signed-out");
    page.line.changed.tell("signed-out");
    page.line.changed.tell("live");
    expect(document.querySelectorAll("main")).toHaveLength(1);
    expect(document.querySelectorAll("[hidden]")).toHaveLength(0);
    expect(document.title).toBe("Elsa");
    expect(main.querySelector("textarea")!.value).toBe("half a comment");
  });

  it("lets one sign in beside it where something is typed that is nowhere else", () => {
    const main = show(`<input value="x"><textarea></textarea>`);
    page.line.changed.tell("signed-out");
    expect(document.querySelector("main:not([hidden]) a")?.getAttribute("target")).toBeNull();
    page.line.changed.tell("live");
    main.querySelector("textarea")!.value = "half a comment";
    page.line.changed.tell("signed-out");
    expect(document.querySelector("main:not([hidden]) a")?.getAttribute("target")).toBe("_blank");
    expect(document.querySelector("main:not([hidden])")?.textContent).toContain("What you have typed waits here");
  });

  it("says where the words of a text are", () => {
    show("<live-text></live-text>");
    page.line.changed.tell("signed-out");
    expect(document.querySelector("main:not([hidden])")?.textContent).toContain("What you wrote is kept on this device");
  });

  it("says so too when it ended before the page was alive", () => {
    page.line.state = "signed-out";
    show("<h1>Elsa</h1>");
    expect(heading()?.textContent).toBe("You are signed out");
  });
});
