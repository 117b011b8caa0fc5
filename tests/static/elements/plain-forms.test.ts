import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { goTo } from "../../../static/elements/go-to";
import { watchPlainForms } from "../../../static/elements/plain-forms";
import { FakePage, type Live } from "./fake-page";

let page: FakePage;
const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));

vi.mock("../../../static/elements/live", () => ({ person: () => now.live.person(), theLine: () => now.live.theLine() }));
vi.mock("../../../static/elements/go-to", () => ({ goTo: vi.fn() }));

// htmx itself needs a real browser; there tests/browser meets it
vi.mock("htmx.org", () => ({
  default: { swap: ({ text, target }: { text: string; target: Element }) => { target.innerHTML = text; } },
}));

const sent = vi.fn<(address: string, how: RequestInit) => Promise<Response>>();
const LOST = "That did not get through. Nothing is lost: try again in a moment.";
const FORM = `<main tabindex="-1"><form method="post" action="/settings/password">
  <input type="text" value="anna" hidden readonly><input type="hidden" name="then" value="/">
  <input name="present"><input name="password" aria-describedby="hint"><button name="asked" value="yes">Yes</button><button name="asked" value="no">No</button>
</form></main>`;

const refused = (status: number, lines: string): Response => new Response(`<main><div class="wrong" role="alert">${lines}</div></main>`, { status });
const led = (address: string): Response => new Response("", { status: 200, headers: { Location: address } });

function show(body = FORM): HTMLFormElement {
  document.body.innerHTML = body;
  return document.querySelector("form")!;
}

/** Submits as a browser does, and says whether the page took it upon itself. */
function submit(form: HTMLFormElement, submitter: HTMLElement | null = form.querySelector("button")): boolean {
  return !form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter }));
}

async function answered(): Promise<void> {
  await vi.waitFor(() => { expect(document.querySelector("[aria-busy]")).toBeNull(); });
}

beforeAll(() => { watchPlainForms(); });

beforeEach(() => {
  page = new FakePage();
  now.live = page.live;
  sent.mockReset();
  vi.mocked(goTo).mockClear();
  vi.stubGlobal("fetch", sent);
  vi.stubGlobal("scrollTo", vi.fn());
});

afterEach(() => {
  document.body.replaceChildren();
  delete document.body.dataset["once"];
  vi.unstubAllGlobals();
});

describe("an ordinary form", () => {
  it("goes where it led, with the button that was pressed", async () => {
    const form = show();
    sent.mockResolvedValue(led("/settings?saved=yes"));
    form.querySelectorAll("input")[3]!.value = "räksmörgås & co";
    expect(submit(form, form.querySelectorAll("button")[1])).toBe(true);
    await vi.waitFor(() => { expect(goTo).toHaveBeenCalledWith("/settings?saved=yes"); });
    const [address, { body }] = sent.mock.calls[0]!;
    expect(new URL(address).pathname).toBe("/settings/password");
    expect(Object.fromEntries(body as URLSearchParams)).toEqual({ then: "/", present: "", password: "räksmörgås & co", asked: "no" });
  });

  it("says in itself what was wrong, keeps what was typed, and leads to the first wrong field", async () => {
    const form = show();
    const [, , present, password] = form.querySelectorAll("input");
    password!.value = "abc";
    sent.mockResolvedValue(refused(422, '<p>Nothing was changed.</p><p data-field="password">Too short</p>'));
    submit(form);
    await answered();
    expect(form.querySelector(".wrong")?.textContent).toContain("Too short");
    expect(password!.value).toBe("abc");
    expect(document.activeElement).toBe(password);
    const line = form.querySelector("[data-field]")!;
    expect(password!.getAttribute("aria-describedby")).toBe(`${line.id} hint`);
    expect(present!.hasAttribute("aria-invalid")).toBe(false);
    sent.mockResolvedValue(refused(401, "<p>Not right</p>"));
    submit(form);
    await answered();
    expect(form.querySelectorAll(".wrong")).toHaveLength(1);
    expect(password!.getAttribute("aria-describedby")).toBe("hint");
    expect(document.activeElement).toBe(present);
  });

  it("is sent once, however often it is asked to", async () => {
    const form = show();
    let give: (answer: Response) => void = () => undefined;
    sent.mockReturnValue(new Promise((resolve) => { give = resolve; }));
    submit(form);
    expect(submit(form)).toBe(true);
    expect(form.getAttribute("aria-busy")).toBe("true");
    give(led("/"));
    await vi.waitFor(() => { expect(goTo).toHaveBeenCalled(); });
    submit(form); // while the browser is on its way
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it("does not fetch back whoever has gone elsewhere meanwhile", async () => {
    vi.useFakeTimers();
    const form = show();
    sent.mockImplementation(async () => {
      await vi.advanceTimersByTimeAsync(100);
      dispatchEvent(new Event("beforeunload"));
      return led("/");
    });
    submit(form);
    await vi.advanceTimersByTimeAsync(1000);
    expect(goTo).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(3000); // it was a file that came, and the page is still there
    expect(goTo).toHaveBeenCalledWith("/");
    vi.useRealTimers();
  });

  it.each([["the network is lost", undefined], ["the server is away", new Response("", { status: 503 })]])("says so when %s, and can be sent again", async (_, answer) => {
    const form = show();
    if (answer) sent.mockResolvedValueOnce(answer);
    else sent.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    submit(form);
    await answered();
    expect(form.querySelector(".wrong")?.textContent).toBe(LOST);
    sent.mockResolvedValue(led("/"));
    submit(form);
    await vi.waitFor(() => { expect(goTo).toHaveBeenCalledWith("/"); });
    expect(form.querySelector(".wrong")).toBeNull();
  });

  it("sends files as files", async () => {
    const form = show('<form method="post" enctype="multipart/form-data"><input type="file" name="file"><button></button></form>');
    sent.mockResolvedValue(led("/organisation/import/1"));
    submit(form);
    await vi.waitFor(() => { expect(goTo).toHaveBeenCalled(); });
    expect(sent.mock.calls[0]![1].body).toBeInstanceOf(FormData);
    expect(sent.mock.calls[0]![0]).toBe(location.href);
  });

  it("gives way to the page that it is answered with", async () => {
    const form = show();
    sent.mockResolvedValue(new Response("<title>Recovery codes</title><main><h1>Recovery codes</h1></main>"));
    submit(form);
    await vi.waitFor(() => { expect(document.querySelector("h1")?.textContent).toBe("Recovery codes"); });
    expect(document.title).toBe("Recovery codes");
    expect(document.activeElement).toBe(document.querySelector("main"));
    expect(document.body.dataset["once"]).toBe("");
  });

  it("gives way to a refusal that is a page of its own", async () => {
    const form = show();
    sent.mockResolvedValue(new Response("<main><h1>This link no longer works</h1></main>", { status: 404 }));
    submit(form);
    await vi.waitFor(() => { expect(document.querySelector("h1")?.textContent).toBe("This link no longer works"); });
  });

  it("tells the line when the session has ended", async () => {
    const form = show();
    sent.mockResolvedValue(refused(401, "<p>You are signed out.</p>"));
    submit(form);
    await answered();
    expect(page.line.signedOut).toHaveBeenCalledTimes(1);
    sent.mockResolvedValue(new Response('<body data-person="anna"><div class="wrong"><p>Not your password</p></div>', { status: 401 }));
    submit(form);
    await answered();
    expect(page.line.signedOut).toHaveBeenCalledTimes(1);
  });
});

describe("other forms", () => {
  it.each([
    ["asks", '<form action="/search"></form>'],
    ["is htmx's", '<form method="post" hx-post="/x"></form>'],
    ["is answered with a file", '<form method="post" action="/x" data-file></form>'],
    ["signs out", '<form method="post" action="/sign-out" data-sign-out></form>'],
    ["closes a dialog", '<form method="dialog"></form>'],
    ["leads elsewhere", '<form method="post" action="https://example.se/"></form>'],
  ])("one that %s is left to others", (_, body) => {
    expect(submit(show(body), null)).toBe(false);
    expect(sent).not.toHaveBeenCalled();
  });

  it("one that somebody else has taken is left to them", () => {
    const form = show();
    form.addEventListener("submit", (event) => { event.preventDefault(); }, { once: true });
    submit(form);
    expect(sent).not.toHaveBeenCalled();
  });
});
