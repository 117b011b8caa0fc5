import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { LivePlan } from "../../../static/elements/live-plan";
import { PLAN, settle } from "../sync/fake-server";
import { FakePage, drawNothing, type Live } from "./fake-page";

const now = vi.hoisted(() => ({ live: undefined as unknown as Live }));

vi.mock("../../../static/elements/live", () => ({ room: () => now.live.room(), theLine: () => now.live.theLine() }));
vi.mock("htmx.org", () => ({ default: { config: {}, swap: vi.fn() } })); // it needs a real browser

beforeAll(() => { customElements.define("live-plan", LivePlan); });

beforeEach(() => {
  drawNothing();
  now.live = new FakePage().live;
});

it("lets each fragment of a page's own ask for itself when the page comes back", async () => {
  const asks = vi.fn(), fetched = vi.fn(async () => new Response("", { status: 503 }));
  vi.stubGlobal("fetch", fetched);
  document.body.addEventListener("news:all", asks);
  document.body.innerHTML = `<live-plan plan="${PLAN}" revision="5" asks-all></live-plan>`;

  await settle();

  expect(asks).toHaveBeenCalledOnce();
  expect(fetched).not.toHaveBeenCalled();
  expect(document.querySelector("live-plan")!.getAttribute("revision")).toBe("7");
});
