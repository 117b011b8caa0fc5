import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchPage } from "../../../static/elements/page-look";
import { FakePage, type Live } from "./fake-page";

let page: FakePage;
const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));

vi.mock("../../../static/elements/live", () => ({ person: () => now.live.person(), theLine: () => now.live.theLine() }));

// htmx itself needs a real browser; there tests/browser meets it
vi.mock("htmx.org", () => ({
  default: { swap: ({ text, target }: { text: string; target: Element }) => { target.innerHTML = text; } },
}));

const FORM = '<form><input type="hidden" name="id" value="1"><input name="phone" value="08"><textarea name="about"></textarea></form>';

/** A whole page as the server gives it. */
function whole(main: string, { title = "Elsa", path = "Elsa", who = "anna" } = {}): string {
  return `<title>${title}</title><body data-person="${who}"><header><nav class="path-nav">${path}</nav></header><main>${main}</main></body>`;
}

let answers: Response[];
const asked = vi.fn(async () => answers.length > 1 ? answers.shift()! : answers[0]!.clone());

function answer(status: number, main: string, more?: Parameters<typeof whole>[1]): Response {
  return new Response(whole(main, more), { status });
}

function show(main: string): HTMLElement {
  document.body.dataset["person"] = "anna";
  document.body.innerHTML = `<header><nav class="path-nav">Elsa</nav></header><main>${main}</main>`;
  document.title = "Elsa";
  watchPage();
  return document.querySelector("main")!;
}

async function look(...given: Response[]): Promise<void> {
  answers = given;
  page.me.tell("look", { within: 300 });
  await vi.advanceTimersByTimeAsync(300);
}

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakePage();
  now.live = page.live;
  asked.mockClear();
  vi.stubGlobal("fetch", asked);
});

afterEach(() => {
  document.body.replaceChildren();
  delete document.body.dataset["once"];
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a page that is no plan", () => {
  it.each([404, 403])("gives way to the school's word when it may not be seen any more (%i)", async (status) => {
    const main = show("<h1>Elsa</h1><p>Secret</p>");
    await look(answer(status, "<h1>That did not work</h1>", { title: "That did not work" }));
    expect(main.textContent).not.toContain("Secret");
    expect(main.textContent).toContain("The school has changed who may see it");
    expect(document.title).toBe("You no longer have access to this page");
    expect(document.activeElement).toBe(main.querySelector("h1"));
  });

  it("asks sooner when it is told to, though it waits already", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const main = show("<h1>Elsa</h1>");
    page.me.tell("look", { within: 9000 });
    await look(answer(404, "<h1>That did not work</h1>"));
    expect(main.textContent).not.toContain("Elsa");
    vi.restoreAllMocks();
  });

  it("names nobody in its path then, and comes back when it may be seen again", async () => {
    const main = show("<h1>Elsa</h1>");
    await look(new Response("<body data-person=\"anna\"><header></header><main>No</main>", { status: 404 }));
    expect(document.querySelector(".path-nav")).toBeNull();
    await look(answer(200, "<h1>Elsa</h1>"));
    expect(main.innerHTML).toBe("<h1>Elsa</h1>");
  });

  it("gives words back that can no longer be sent, but no password", async () => {
    const main = show(`<form><textarea></textarea><input type="password"></form>`);
    main.querySelector("textarea")!.value = "She reads well";
    main.querySelector("input")!.value = "hunter2hunter2";
    await look(answer(404, "No"));
    expect(main.querySelector("pre")?.textContent).toBe("She reads well");
    expect(main.textContent).not.toContain("hunter2");
  });

  it("is drawn anew when it says something else", async () => {
    const main = show("<p>Elsa, Omar</p>");
    await look(answer(200, "<p>Elsa</p>", { title: "4B", path: "4B" }));
    expect(main.innerHTML).toBe("<p>Elsa</p>");
    expect(document.title).toBe("4B");
    expect(document.querySelector(".path-nav")?.textContent).toBe("4B");
  });

  it("stays as it is when it says the same, but for ids that forms choose", async () => {
    const main = show(FORM);
    const form = main.firstElementChild;
    await look(answer(200, FORM.replace('value="1"', 'value="2"')));
    expect(main.firstElementChild).toBe(form);
  });

  it("takes nothing from under the hands of who is writing", async () => {
    const main = show(FORM);
    main.querySelector("textarea")!.value = "I like";
    await look(answer(200, `<p>New</p>${FORM}`));
    await look(answer(200, `<p>New</p>${FORM}`));
    expect(main.querySelector("textarea")!.value).toBe("I like");
    expect(main.querySelectorAll(".changed")).toHaveLength(1);
    expect(main.querySelector(".changed")?.textContent).toContain("This page has changed.");
  });

  it("asks once for several words at once, and later again while there is no answer", async () => {
    show("<p>Elsa</p>");
    page.me.tell("look", { within: 300 });
    await look(new Response("", { status: 503 }), answer(200, "<p>Omar</p>"));
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(document.querySelector("main")!.textContent).toBe("Omar");
  });

  it("asks when the line is back after it fell, not when it first rises", async () => {
    show("<p>Elsa</p>");
    answers = [answer(200, "<p>Elsa</p>")];
    page.me.rise();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).not.toHaveBeenCalled();
    page.me.fall();
    page.me.rise();
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("shows nothing that somebody else may see who signed in in another window", async () => {
    const main = show("<p>Elsa</p>");
    await look(answer(200, "<p>Bo's</p>", { who: "bo" }));
    expect(main.textContent).toBe("Elsa");
    expect(page.line.anotherPerson).toHaveBeenCalled();
  });

  it("never asks for what is shown once", async () => {
    document.body.dataset["once"] = "";
    show("<p>aaaa-bbbb</p>");
    await look(answer(405, "No"));
    expect(asked).not.toHaveBeenCalled();
  });
});
