import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { watchAfterSaving } from "../../../static/elements/after-saving";
import { AnswerForm } from "../../../static/elements/answer-form";
import { ClassGrid } from "../../../static/elements/class-grid";
import { tellFilled } from "../../../static/elements/filled";
import { HandIn } from "../../../static/elements/hand-in";
import { takeIn } from "../../../static/elements/take-in";
import { YoungSteps } from "../../../static/elements/young-steps";
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
  leaveRoom: vi.fn(),
}));

// htmx itself needs a real browser; there tests/browser meets it
vi.mock("htmx.org", () => ({
  default: { process: vi.fn(), swap: async ({ text, target }: { text: string; target: Element }) => { target.innerHTML = text; } },
}));

const fetched: string[] = [];
let answers: Response[] = [];

beforeAll(() => {
  customElements.define("answer-form", AnswerForm);
  customElements.define("hand-in", HandIn);
  customElements.define("young-steps", YoungSteps);
  customElements.define("class-grid", ClassGrid);
  watchAfterSaving();
});

beforeEach(() => {
  drawNothing();
  vi.useFakeTimers();
  page = new FakePage();
  now.live = { ...page.live, theLine: () => ({ ...page.line, plan: page.plan }) };
  [fetched.length, answers] = [0, []];
  vi.stubGlobal("fetch", vi.fn(async (address: string) => {
    fetched.push(address);
    return answers.shift() ?? new Response("", { status: 503 });
  }));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const FORM = (checked = -1): string => `<form hx-post="/answers/a1"><fieldset>
  ${[0, 1, 2].map((one) => `<input type="radio" name="value" value="${String(one)}"${one === checked ? " checked" : ""}>`).join("")}</fieldset><p class="saved"></p></form>`;

function answerForm(): AnswerForm {
  document.body.innerHTML = `<section><answer-form id="answer-a1" then="/plans/p/prepare">${FORM()}</answer-form></section>`;
  return document.querySelector<AnswerForm>("answer-form")!;
}

const choose = (place: number): void => {
  const input = document.querySelectorAll<HTMLInputElement>("answer-form input")[place]!;
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
const told = (name: string, ctx: Record<string, unknown> = {}): void => {
  document.querySelector("answer-form form")!.dispatchEvent(new CustomEvent(`htmx:${name}`, { bubbles: true, detail: { ctx } }));
};
const kept = (): void => {
  told("before:request");
  told("after:request", { response: { status: 200 } });
};
const chosen = (): number => [...document.querySelectorAll<HTMLInputElement>("answer-form input")].findIndex((one) => one.checked);
const words = (): string => document.querySelector(".saved")?.textContent ?? "";

describe("<answer-form>", () => {
  it("says in words that a choice is being saved, and that it is", async () => {
    const form = answerForm();
    choose(1);
    expect([words(), form.busy]).toEqual(["Saving …", true]);
    kept();
    await vi.advanceTimersByTimeAsync(700);
    expect([words(), form.busy]).toEqual(["Saved", false]);
  });

  it("is not at rest while a later choice is still to be sent", () => {
    const form = answerForm();
    choose(1);
    told("before:request");
    choose(2);
    told("after:request", { response: { status: 200 } });
    expect(form.busy).toBe(true);
    kept();
    expect(form.busy).toBe(false);
  });

  it("draws what others chose only when nothing of one's own is under way", async () => {
    answerForm();
    choose(1);
    document.body.dispatchEvent(new CustomEvent("news:answer-a1"));
    expect(fetched).toEqual([]);
    answers = [new Response(FORM(2))];
    kept();
    await settle();
    expect(fetched).toEqual(["/answers/a1?then=%2Fplans%2Fp%2Fprepare"]);
    expect(chosen()).toBe(2);
  });

  it("asks for one at a time, so that an older answer is never drawn over a newer", async () => {
    answerForm();
    let give: (answer: Response) => void = () => undefined;
    answers = [new Promise<Response>((resolve) => { give = resolve; }) as unknown as Response, new Response(FORM(2))];
    document.body.dispatchEvent(new CustomEvent("news:answer-a1"));
    document.body.dispatchEvent(new CustomEvent("news:answer-a1"));
    await settle();
    expect(fetched).toHaveLength(1);
    give(new Response(FORM(0)));
    await settle();
    expect([fetched.length, chosen()]).toEqual([2, 2]);
  });

  it("follows what others chose also where a hand has chosen before", async () => {
    const form = answerForm();
    choose(0);
    kept();
    form.draw(FORM(2));
    await settle();
    expect(chosen()).toBe(2);
  });

  it("explains a refusal beside the answer, and shows what holds instead", async () => {
    const form = answerForm();
    answers = [new Response(`<p class="value">Good</p>`)];
    choose(1);
    told("before:request");
    told("after:request", { response: { status: 403 } });
    told("response:error", { response: { status: 403 }, text: `<div class="wrong"><p>It has been handed in.</p></div>` });
    await settle();
    expect(form.nextElementSibling!.textContent).toBe("It has been handed in.Your last choice is not saved.");
    expect(form.textContent).toBe("Good");
    expect(form.busy).toBe(false);
  });

  it("sends the same again until it gets through, and says so meanwhile", async () => {
    const form = answerForm();
    const sent = vi.fn();
    document.querySelector("form")!.addEventListener("submit", sent);
    choose(1);
    told("before:request");
    told("error");
    expect([words(), form.busy]).toEqual(["Not saved: keep this page open", true]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(sent).toHaveBeenCalledTimes(1);
    kept();
    expect(form.busy).toBe(false);
  });
});

describe("<hand-in>", () => {
  it("strikes off what has been answered, and nothing before both its parts are", async () => {
    document.body.innerHTML = `<p></p><hand-in><div class="waits"><ul>
      <li data-waits="text-t1 answer-x1">Both</li><li data-waits="answer-x2">One</li><li data-waits="">Goals</li></ul></div></hand-in>`;
    const place = document.querySelector("p")!;
    const shown = (): string[] => [...document.querySelectorAll<HTMLElement>("li")].filter((one) => !one.hidden).map((one) => one.textContent);
    tellFilled(place, "answer-x1", true);
    tellFilled(place, "answer-x2", true);
    expect(shown()).toEqual(["Both", "Goals"]);
    tellFilled(place, "text-t1", true);
    expect(shown()).toEqual(["Goals"]);
    tellFilled(place, "text-t1", false);
    expect(shown()).toEqual(["Both", "Goals"]);
  });
});

describe("a form that is sent after saving", () => {
  function handIn(): { sent: ReturnType<typeof vi.fn>; said: () => string } {
    document.body.innerHTML += `<form data-after-saving><span data-waiting></span><button>Hand in</button></form>`;
    const sent = vi.fn((event: Event) => { event.preventDefault(); });
    document.querySelector("form[data-after-saving]")!.addEventListener("submit", sent);
    return { sent, said: () => document.querySelector("[data-waiting]")!.textContent };
  }

  it("goes at once when all is saved", () => {
    const { sent } = handIn();
    document.querySelector("button")!.click();
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it("waits for the stroke under way, and goes when it is acknowledged", async () => {
    const { sent, said } = handIn();
    const text = page.live.room().text(TEXT, "write");
    await settle();
    page.plan.held = [];
    write(text.doc, "sist");
    document.querySelector("button")!.click();
    expect([sent.mock.calls.length, said()]).toEqual([0, "Saving what you wrote …"]);
    page.plan.release();
    await settle();
    expect([sent.mock.calls.length, said()]).toEqual([1, ""]);
    expect(page.server.words()).toBe("sist");
  });

  it("does not go when it cannot be saved, and says so", async () => {
    const { sent, said } = handIn();
    const text = page.live.room().text(TEXT, "write");
    await settle();
    page.plan.fall();
    write(text.doc, "på bussen");
    document.querySelector("button")!.click();
    await vi.advanceTimersByTimeAsync(20_100);
    expect(sent).not.toHaveBeenCalled();
    expect(said()).toContain("Not handed in");
  });
});

describe("taking in what has changed", () => {
  const text = (id: string, hint = ""): string => `<section class="text" id="text-${id}"><live-text text="${id}"><header></header>${hint}<div class="body">${id}</div></live-text></section>`;

  it("lets come and go without touching a text that lives", () => {
    document.body.innerHTML = `<div id="texts" data-holds><section class="sheet" id="s1"><div id="p1" data-holds>${text("a")}${text("b")}</div></section></div>`;
    const alive = document.querySelector("#text-b")!;
    const editor = alive.querySelector(".body")!;
    editor.textContent = "being written";
    const hint = `<div class="hint">Think</div>`;
    takeIn(document.querySelector("#texts")!, `<section class="sheet" id="s1"><div id="p1" data-holds>${text("c")}${text("b", hint)}</div></section><p id="new" data-fresh>New</p>`, page.live.room());
    expect([...document.querySelectorAll("section.text")].map((one) => one.id)).toEqual(["text-c", "text-b"]);
    expect(document.querySelector("#text-b")).toBe(alive);
    expect(alive.querySelector(".body")).toBe(editor);
    expect(editor.textContent).toBe("being written");
    expect(alive.querySelector(".hint")!.textContent).toBe("Think");
    expect(document.querySelector("#new")!.textContent).toBe("New");
  });

  it("keeps a text that is gone while it holds words to be copied", async () => {
    const live = page.live.room().text(TEXT, "write");
    await settle();
    page.plan.held = [];
    write(live.doc, "mina ord");
    page.plan.tell("right", { plan: PLAN, text: TEXT, right: "none", code: "forbidden", message: "" });
    page.plan.release();
    await settle();
    live.leftovers.list.push({ code: "forbidden", message: "", words: "mina ord", entries: [] });
    document.body.innerHTML = `<div id="texts" data-holds>${text(TEXT)}${text("x")}</div>`;
    takeIn(document.querySelector("#texts")!, "", page.live.room());
    expect([...document.querySelectorAll("section.text")].map((one) => one.id)).toEqual([`text-${TEXT}`]);
  });
});

describe("<young-steps>", () => {
  it("shows one question at a time and leads the keyboard there", () => {
    document.body.innerHTML = `<young-steps><section class="step" id="step-1"><h2>One</h2><a href="?step=2" data-step="2">Next</a></section>
      <section class="step" id="step-2" hidden><h2>Two</h2></section></young-steps>`;
    document.querySelector("a")!.click();
    expect([...document.querySelectorAll<HTMLElement>(".step")].map((one) => one.hidden)).toEqual([true, false]);
    expect(document.activeElement!.textContent).toBe("Two");
    expect(location.search).toBe("?step=2");
  });
});

describe("<class-grid>", () => {
  const row = (id: string, plan: string): string => `<li id="row-${id}" data-row="${id}" data-plan="${plan}" data-revision="7"><div id="state-${id}" data-fresh>old</div></li>`;

  async function grid(): Promise<void> {
    document.body.innerHTML = `<class-grid><ol>${row("r1", PLAN)}${row("r2", "plan-2")}</ol></class-grid>`;
    await settle();
  }

  it("listens to all plans at once, and takes away a row that may not be seen any more", async () => {
    answers = [new Response("", { status: 404 })];
    await grid();
    expect(page.plan.asked).toEqual([["listen", { plans: [PLAN, "plan-2"] }]]);
    await vi.advanceTimersByTimeAsync(300);
    expect(document.querySelector("#row-r2")).toBe(null); // the fake server knows of one plan
    expect(document.querySelector("#row-r1")).not.toBe(null);
  });

  it("draws a row anew when something was answered or handed in there, and nothing for other news", async () => {
    answers = [new Response("", { status: 503 }), new Response(`<li><div id="state-r1" data-fresh>new</div></li>`)];
    await grid();
    await vi.advanceTimersByTimeAsync(300);
    fetched.length = 0;
    page.plan.tell("news", { plan: PLAN, revision: 8, kind: "goal_moved", about: {}, carry: {} });
    await vi.advanceTimersByTimeAsync(300);
    expect(fetched).toEqual([]);
    page.plan.tell("news", { plan: PLAN, revision: 9, kind: "part_handed_in", about: {}, carry: {} });
    await vi.advanceTimersByTimeAsync(300);
    expect(fetched[0]).toContain("/assessments/r1");
    expect(document.querySelector("#state-r1")!.textContent).toBe("new");
    expect(document.querySelector<HTMLElement>("#row-r1")!.dataset["revision"]).toBe("9");
  });
});
