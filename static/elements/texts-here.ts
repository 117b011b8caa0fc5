import { Patience } from "../sync/patience";
import type { PlanRoom } from "../sync/plan-room";

const PAUSE = 200;

/** Keeps the texts on the page those that may be seen: takes in new ones, lets go of others, and leaves the rest as they live. */
export class TextsHere {
  readonly #patience = new Patience();

  constructor(private readonly page: HTMLElement) {}

  look(plan: PlanRoom): void {
    if (!this.page.querySelector("#texts")) return; // a page that shows some of the texts takes in no others
    this.#patience.after(PAUSE, () => {
      if (!plan.seen || !this.#differ(plan.seen)) return;
      void this.#fetch(plan).then((done) => {
        if (!done) this.#patience.longer(() => { this.look(plan); });
      });
    });
  }

  stop(): void {
    this.#patience.stop();
  }

  #differ(seen: string[]): boolean {
    const here = [...this.page.querySelectorAll("live-text")];
    const ids = new Set(here.map((one) => one.getAttribute("text")));
    const hints = here.some((one) => (one.querySelector(":scope > .hint") !== null) !== (one.getAttribute("right") === "write"));
    return hints || seen.length !== ids.size || seen.some((id) => !ids.has(id));
  }

  async #fetch(plan: PlanRoom): Promise<boolean> {
    const answer = await fetch(`/plans/${plan.plan}/texts`, { headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return false;
    const given = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.#takeIn([...given.querySelectorAll<HTMLElement>("section.text")], plan);
    return true;
  }

  #takeIn(given: HTMLElement[], plan: PlanRoom): void {
    const place = this.page.querySelector("#texts");
    if (!place) return;
    for (const gone of place.querySelectorAll<HTMLElement>(":scope > section.text")) {
      if (!given.some((one) => one.id === gone.id) && !holdsWords(gone, plan)) gone.remove();
    }
    let before: Element | null = null;
    for (const one of given) {
      const here: HTMLElement = document.getElementById(one.id) ?? document.importNode(one, true);
      if (here.isConnected) takeHint(here, one);
      else if (before) before.after(here);
      else place.prepend(here);
      before = here;
    }
  }
}

/** Words that could not be saved stay to be copied, also when the text they were for has gone. */
function holdsWords(section: HTMLElement, plan: PlanRoom): boolean {
  const id = section.querySelector("live-text")?.getAttribute("text");
  return plan.texts.some((text) => text.text === id && text.leftovers.any);
}

/** How to write is said to those who may write. */
function takeHint(here: HTMLElement, given: HTMLElement): void {
  here.querySelector("live-text > .hint")?.remove();
  const hint = given.querySelector("live-text > .hint");
  if (hint) here.querySelector("live-text > header")?.after(document.importNode(hint, true));
}
