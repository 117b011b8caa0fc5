import { Patience } from "../sync/patience";
import type { PlanRoom } from "../sync/plan-room";
import { Turns } from "../sync/turns";
import { takeIn } from "./take-in";

const PAUSE = 200;

/** Keeps the material on the page what may be seen: takes in new parts, lets go of others, and leaves the texts as they live. */
export class TextsHere {
  readonly #patience = new Patience();
  readonly #turns = new Turns();
  /** Something else than the texts' rights has changed: the parts are fetched whatever is here. */
  #changed = false;

  constructor(private readonly page: HTMLElement) {}

  look(plan: PlanRoom, changed = false): void {
    if (!this.page.querySelector("#texts")) return; // a page that shows some of the texts takes in no others
    this.#changed ||= changed;
    this.#patience.after(PAUSE, () => {
      if (!plan.seen || !(this.#changed || this.#differ(plan.seen))) return;
      this.#changed = false;
      this.#turns.take(async () => {
        if (await this.#fetch(plan)) return;
        this.#changed = true;
        this.#patience.longer(() => { this.look(plan); });
      });
    });
  }

  stop(): void {
    this.#patience.stop();
  }

  /** A page that shows the plan `whole` has all texts that may be seen, any other has some of them. */
  #differ(seen: string[]): boolean {
    const here = [...this.page.querySelectorAll("live-text")];
    const ids = new Set(here.map((one) => one.getAttribute("text") ?? ""));
    const hints = here.some((one) => (one.querySelector(":scope > .hint") !== null) !== (one.getAttribute("right") === "write"));
    const gone = [...ids].some((id) => !seen.includes(id));
    return hints || gone || (this.page.hasAttribute("whole") && seen.some((id) => !ids.has(id)));
  }

  async #fetch(plan: PlanRoom): Promise<boolean> {
    const address = this.page.getAttribute("parts") ?? "";
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return false;
    const place = this.page.querySelector<HTMLElement>("#texts");
    if (place) takeIn(place, await answer.text(), plan);
    return true;
  }
}
