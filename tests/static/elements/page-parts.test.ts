import htmx from "htmx.org";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyForm, watchForms } from "../../../static/elements/comment-form";
import { setUpHtmx } from "../../../static/elements/fragments";
import { LineStateBar } from "../../../static/elements/line-state";
import { LivePlan } from "../../../static/elements/live-plan";
import { NoticeBadge } from "../../../static/elements/notice-badge";
import { PeopleHere } from "../../../static/elements/people-here";
import { watchSignOut } from "../../../static/elements/sign-out";
import { ANNA, PLAN, TEXT, settle, write } from "../sync/fake-server";
import { FakePage, drawNothing, type Live } from "./fake-page";

let page: FakePage;
const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));

vi.mock("../../../static/elements/live", () => ({
  person: () => now.live.person(),
  theLine: () => now.live.theLine(),
  theOutbox: () => now.live.theOutbox(),
  theKeptForms: () => ({ count: () => Promise.resolve(0), clear: () => Promise.resolve() }),
  room: () => now.live.room(),
  liveTexts: () => now.live.liveTexts(),
}));

// htmx itself needs a real browser; there tests/browser meets it
vi.mock("htmx.org", () => ({
  default: {
    config: { morphIgnore: [] },
    process: vi.fn(),
    ajax: vi.fn(),
    swap: ({ text }: { text: string }) => {
      const given = new DOMParser().parseFromString(text, "text/html");
      for (const part of given.querySelectorAll("hx-partial")) document.querySelector(part.getAttribute("hx-target")!)!.replaceChildren(...part.childNodes);
    },
  },
}));

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function () { this.open = true; };
  HTMLDialogElement.prototype.close = function (value?: string) {
    this.open = false;
    this.returnValue = value ?? "";
    this.dispatchEvent(new Event("close"));
  };
  customElements.define("live-plan", LivePlan);
  customElements.define("notice-badge", NoticeBadge);
  customElements.define("people-here", PeopleHere);
  customElements.define("line-state", LineStateBar);
  setUpHtmx();
  watchForms();
  watchSignOut();
});

beforeEach(() => {
  drawNothing();
  vi.useFakeTimers();
  page = new FakePage();
  now.live = page.live;
  vi.stubGlobal("fetch", vi.fn(async () => new Response("", { status: 503 })));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function listen(...kinds: string[]): string[] {
  const heard: string[] = [];
  for (const kind of kinds) document.body.addEventListener(`news:${kind}`, () => heard.push(kind));
  return heard;
}

const news = (kind: string, revision = 8): void => { page.plan.tell("news", { plan: PLAN, revision, kind, about: {}, carry: {} }); };

describe("<live-plan>", () => {
  async function show(revision = 7): Promise<HTMLElement> {
    document.body.innerHTML = `<live-plan plan="${PLAN}" revision="${String(revision)}"><div id="goals-list">old</div><div id="texts"></div></live-plan>`;
    await settle();
    return document.querySelector("live-plan")!;
  }

  it.each([["goal_moved", "goals"], ["comment_written", "comments"], ["thread_resolved", "comments"], ["plan_moved", "plan"]])("makes of %s news:%s", async (kind, heard) => {
    await show();
    const all = listen("goals", "comments", "plan", "all");
    news(kind);
    expect(all).toEqual([heard]);
    expect(document.querySelector("live-plan")!.getAttribute("revision")).toBe("8");
  });

  it("asks for everything again when something was missed", async () => {
    await show();
    const all = listen("goals", "comments", "plan", "all");
    news("stale", 30);
    expect(all).toEqual(["goals", "comments", "plan", "all"]);
  });

  it("brings what has changed since the page was drawn, and tries until it has come", async () => {
    const answers = [503, 200];
    const asked: string[] = [];
    vi.stubGlobal("fetch", vi.fn(async (address: string) => {
      if (address.includes("since")) asked.push(address);
      return new Response(`<hx-partial hx-target="#goals-list" hx-swap="innerMorph"><p>new</p></hx-partial>`, { status: answers.shift()! });
    }));
    await show(5);
    await settle();
    expect(document.querySelector("#goals-list")!.textContent).toBe("old");
    await vi.advanceTimersByTimeAsync(1100);
    await settle();
    expect(asked).toEqual([`/plans/${PLAN}/since/5`, `/plans/${PLAN}/since/5`]);
    expect(document.querySelector("#goals-list")!.textContent).toBe("new");
    expect(document.querySelector("live-plan")!.getAttribute("revision")).toBe("7");
  });

  it("takes in a text that has come to be seen, and lets go of one that has not", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => new Response(`<section class="text" id="text-${TEXT}"><live-text text="${TEXT}"></live-text></section>`)));
    const plan = await show();
    plan.querySelector("#texts")!.innerHTML = `<section class="text" id="text-gone"><live-text text="gone"></live-text></section>`;
    page.plan.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "forbidden", message: "" });
    await vi.advanceTimersByTimeAsync(300);
    expect([...plan.querySelectorAll("section.text")].map((one) => one.id)).toEqual([`text-${TEXT}`]);
  });

  it("shows one clear message when the plan is over, and the unsent words", async () => {
    const plan = await show();
    document.title = "Elsa Berg";
    document.body.insertAdjacentHTML("afterbegin", '<header><nav class="path-nav">Elsa Berg, 4B</nav></header>');
    const text = page.theRoom!.text(TEXT, "write");
    await settle();
    page.plan.held = [];
    write(text.doc, "mina ord");
    page.plan.tell("over", { plan: PLAN, code: "unknown", message: "Din relation har upphört." });
    await settle();
    expect(plan.querySelector("h1")!.textContent).toBe("You no longer have access to this plan");
    expect(plan.textContent).toContain("Din relation har upphört.");
    expect(plan.querySelector("pre")!.textContent).toBe("mina ord");
    expect(plan.querySelector("#goals-list")).toBe(null);
    expect([document.title, document.querySelector("header")!.textContent]).toEqual(["You no longer have access to this plan", ""]);
  });

  it("asks for nothing more once it is over", async () => {
    await show();
    const asked = vi.fn(async () => new Response("", { status: 404 }));
    vi.stubGlobal("fetch", asked);
    page.plan.tell("right", { plan: PLAN, text: TEXT, right: "read", code: "forbidden", message: "" });
    page.plan.tell("over", { plan: PLAN, code: "unknown", message: "" });
    const heard = listen("goals", "plan");
    news("goal_moved", 9);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([asked.mock.calls, heard]).toEqual([[], []]);
  });
});

describe("<notice-badge>", () => {
  it("counts live, in words too, and tells the list of notices", () => {
    document.body.innerHTML = `<notice-badge><a href="/notices" aria-label="x">bell</a></notice-badge>`;
    const heard = listen("notices");
    const link = document.querySelector("a")!;
    page.me.tell("badge", { unread: 3 });
    expect([link.querySelector(".badge")!.textContent, link.getAttribute("aria-label")]).toEqual(["3", "Notices: 3 unread"]);
    page.me.tell("badge", { unread: 3 }); // one of them has grown
    page.me.tell("badge", { unread: 0 });
    expect(link.querySelector(".badge")).toBe(null);
    expect(heard).toHaveLength(3);
  });
});

describe("<people-here>", () => {
  it("shows each person once, and where they write", async () => {
    document.body.innerHTML = `<live-plan plan="${PLAN}" revision="7"><people-here></people-here><live-text text="${TEXT}" label="Agreement"></live-text></live-plan>`;
    await settle();
    const bo = { ...ANNA, person: "bo", name: "Bo Ek", role: "mentor", colour: 3, client: "c2" };
    page.plan.tell("here", { plan: PLAN, people: [ANNA, bo, { ...bo, client: "c3", writing: TEXT }] });
    await settle();
    const here = document.querySelector("people-here")!;
    expect(here.querySelectorAll("li")).toHaveLength(2);
    expect(here.querySelector("[role=status]")!.textContent).toBe("2 are here now");
    expect(here.textContent).toContain("writes in Agreement");
    expect([...here.querySelectorAll(".crowd .avatar")].map((one) => [one.textContent, one.className])).toEqual([["A", "avatar here c1"], ["BE", "avatar here c3"]]);
  });

  it("shows a picture where it may be seen, and initials when it may no longer be", async () => {
    document.body.innerHTML = `<live-plan plan="${PLAN}" revision="7"><people-here data-faces='{"bo":"m1"}'></people-here></live-plan>`;
    await settle();
    page.plan.tell("here", { plan: PLAN, people: [ANNA, { ...ANNA, person: "bo", name: "Bo Ek", client: "c2" }] });
    await settle();
    const crowd = document.querySelector("people-here .crowd")!;
    expect(crowd.textContent.trim()).toBe("A");
    expect(crowd.querySelector("img")!.getAttribute("src")).toBe("/people/bo/picture?v=m1&size=small");
    crowd.querySelector("img")!.dispatchEvent(new Event("error"));
    await settle();
    expect([...crowd.querySelectorAll(".avatar")].map((one) => one.textContent)).toEqual(["A", "BE"]);
  });
});

describe("<line-state>", () => {
  it("says nothing while all is well, and waits before it says that the line is down", async () => {
    document.body.innerHTML = `<line-state></line-state>`;
    await settle();
    const bar = document.querySelector("line-state")!;
    expect(bar.textContent).toBe("");
    page.line.changed.tell("down");
    await settle();
    expect(bar.textContent).toBe("");
    await vi.advanceTimersByTimeAsync(1600);
    await settle();
    expect(bar.textContent).toContain("The connection is lost");
    page.line.changed.tell("signed-out");
    await settle();
    expect(bar.textContent).toBe("");
  });
});

describe("fragments", () => {
  it("that could not be fetched are fetched again", async () => {
    const ajax = vi.spyOn(htmx, "ajax").mockResolvedValue();
    document.body.innerHTML = `<div id="goals-list" hx-get="/plans/x/goals" hx-trigger="news:goals from:body"></div>`;
    const fragment = document.querySelector("#goals-list")!;
    const failed = (ctx: Record<string, unknown>): boolean => document.body.dispatchEvent(new CustomEvent("htmx:error", { bubbles: true, detail: { ctx: { sourceElement: fragment, ...ctx } } }));
    failed({});
    failed({ response: { status: 404 } });
    await vi.advanceTimersByTimeAsync(4500);
    expect(ajax.mock.calls).toEqual([["GET", "/plans/x/goals", { source: fragment }]]);
  });
});

describe("forms", () => {
  const FORM = `<form id="comment-form" data-fresh-id>${["id", "thread", "goal", "text", "anchor", "quote"].map((name) => `<input type="hidden" name="${name}" value="">`).join("")}
    <p data-about hidden><span data-about-label></span><q data-quote></q><button type="button" data-about-clear>whole</button></p><textarea name="words"></textarea></form>`;
  const form = (): HTMLFormElement => document.querySelector("form")!;
  const values = (): Record<string, FormDataEntryValue> => Object.fromEntries(new FormData(form()));

  it("open for selected words, an answer, a goal, and the whole plan again", () => {
    document.body.innerHTML = `${FORM}<a data-answer="t1" data-answer-to="Bo">a</a><a data-comment-goal="g1" data-comment-title="Läsa">b</a>`;
    document.body.dispatchEvent(new CustomEvent("stegvis:anchor", { bubbles: true, detail: { text: TEXT, anchor: { start: 1, end: 2 }, quote: "ord", label: "Agreement" } }));
    expect(values()).toMatchObject({ text: TEXT, anchor: `{"start":1,"end":2}`, quote: "ord", thread: "", goal: "" });
    expect(document.querySelector("q")!.textContent).toBe("ord");
    expect(document.activeElement!.tagName).toBe("TEXTAREA");
    document.querySelector<HTMLElement>("[data-answer]")!.click();
    expect(values()).toMatchObject({ text: "", anchor: "", quote: "", thread: "t1" });
    expect(document.querySelector("[data-about]")!.textContent).toContain("Answer to Bo");
    document.querySelector<HTMLElement>("[data-comment-goal]")!.click();
    expect(values()).toMatchObject({ goal: "g1", thread: "", quote: "" });
    document.querySelector<HTMLElement>("[data-about-clear]")!.click();
    expect(values()).toMatchObject({ goal: "", thread: "" });
    expect(document.querySelector<HTMLElement>("[data-about]")!.hidden).toBe(true);
  });

  it("are emptied after they were sent, with a new id", () => {
    document.body.innerHTML = FORM;
    form().querySelector("textarea")!.value = "ord";
    form().querySelector<HTMLInputElement>("[name=thread]")!.value = "t1";
    emptyForm(form());
    const { id, ...rest } = values();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest).toEqual({ thread: "", goal: "", text: "", anchor: "", quote: "", words: "" });
  });

  it("say what was wrong, in the form and at the field, and lose nothing", () => {
    document.body.innerHTML = `<form><input name="title" value="Mitt mål"><button>Send</button></form>`;
    const tell = (status: number, text: string): void => {
      document.body.dispatchEvent(new CustomEvent("htmx:response:error", { bubbles: true, detail: { ctx: { sourceElement: form(), text, response: { status }, request: { method: "POST", action: "/" } } } }));
    };
    tell(422, `<div class="wrong" role="alert" id="error"><p>Nej.</p><p data-field="title">Målet är för långt.</p></div>`);
    const field = form().querySelector("input")!;
    expect(form().querySelector(".wrong p")!.textContent).toBe("Nej.");
    expect(document.getElementById(field.getAttribute("aria-describedby")!)!.textContent).toBe("Målet är för långt.");
    expect(document.activeElement).toBe(field);
    tell(503, "<html>whatever");
    expect(form().querySelectorAll(".wrong")).toHaveLength(1);
    expect(form().querySelector(".wrong")!.textContent).toContain("Nothing is lost");
    expect([field.value, field.getAttribute("aria-invalid")]).toEqual(["Mitt mål", null]);
  });
});

describe("signing out", () => {
  it("clears what the device kept, and asks first when it is not saved", async () => {
    document.body.innerHTML = `<form data-sign-out action="/sign-out"><button>out</button></form>`;
    const sent = vi.spyOn(HTMLFormElement.prototype, "submit").mockReturnValue();
    const submit = (): boolean => document.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await page.outbox.keep({ person: "anna", text: TEXT, epoch: 1, client: "c", op: 1, update: new Uint8Array() });
    submit();
    await settle();
    document.querySelector("dialog")!.close("stay");
    await settle();
    expect([sent.mock.calls.length, await page.outbox.count("anna")]).toEqual([0, 1]);
    submit();
    await settle();
    document.querySelector("dialog")!.close("leave");
    await settle();
    expect([sent.mock.calls.length, await page.outbox.count("anna")]).toEqual([1, 0]);
    submit();
    await settle();
    expect(document.querySelector("dialog")).toBe(null);
    expect(sent).toHaveBeenCalledTimes(2);
  });
});
