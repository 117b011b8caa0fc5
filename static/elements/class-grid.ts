import { Patience } from "../sync/patience";
import type { Hears } from "../sync/protocol";
import { Turns } from "../sync/turns";
import { t } from "../words/words";
import { person, theLine } from "./live";
import { draw } from "./take-in";

/** The server takes so many plans at once. */
const MOST_HEARD = 60;
const PAUSE = 250;

/** `<class-grid>` around rows of several plans: hears of all of them without being in them, and keeps each row true. */
export class ClassGrid extends HTMLElement {
  readonly #patience = new Patience();
  readonly #waiting = new Map<string, { patience: Patience; turns: Turns }>();

  connectedCallback(): void {
    if (person() === undefined) return;
    const { plan } = theLine();
    plan.onLine((up) => { if (up) this.#listen(); });
    plan.on("news", (news) => { this.#hear(news); });
    plan.on("here", (here) => { this.#meet(here); });
    plan.on("over", (over) => { if (over.plan !== undefined) this.#rows(over.plan).forEach((row) => { row.remove(); }); });
    this.addEventListener("stegvis:closed", (event) => { this.#closed(event.target); });
    if (plan.up) this.#listen();
  }

  disconnectedCallback(): void {
    this.#patience.stop();
    for (const { patience } of this.#waiting.values()) patience.stop();
  }

  #rows(plan?: string): HTMLElement[] {
    const rows = [...this.querySelectorAll<HTMLElement>("[data-row]")];
    return plan === undefined ? rows : rows.filter((row) => row.dataset["plan"] === plan);
  }

  #listen(): void {
    const plans = this.#rows().map((row) => row.dataset["plan"] ?? "");
    for (let from = 0; from < plans.length; from += MOST_HEARD) void this.#listenTo(plans.slice(from, from + MOST_HEARD));
  }

  async #listenTo(plans: string[]): Promise<void> {
    const answer = await theLine().plan.ask("listen", { plans }).catch(() => undefined);
    if (!this.isConnected) return;
    if (!answer?.ok) {
      if (theLine().plan.up) this.#patience.longer(() => { this.#listen(); });
      return;
    }
    this.#patience.reset();
    const known = new Map(answer.plans.map(({ plan, revision }) => [plan, revision]));
    for (const plan of plans) {
      for (const row of this.#rows(plan)) {
        const revision = known.get(plan);
        if (revision === undefined || revision > Number(row.dataset["revision"])) this.#refresh(row, revision);
      }
    }
  }

  #hear({ plan, kind, revision }: Hears["news"]): void {
    if (!(kind === "answered" || kind === "stale" || kind.startsWith("part_") || kind.startsWith("plan_"))) return;
    for (const row of this.#rows(plan)) this.#refresh(row, revision);
  }

  /** Somebody writes in one of the texts; when they have done, it is looked at again. */
  #meet({ plan, people }: Hears["here"]): void {
    for (const row of this.#rows(plan)) {
      for (const place of row.querySelectorAll<HTMLElement>("[data-writing]")) {
        const text = place.closest("grid-text")?.getAttribute("text");
        const names = people.filter((one) => one.writing === text && one.person !== person()).map((one) => one.name);
        const before = place.textContent;
        place.textContent = names.length > 0 ? t("{name} is writing here now", { name: names.join(", ") }) : "";
        if (before !== "" && names.length === 0) this.#refresh(row);
      }
    }
  }

  #closed(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
    if (!row) return;
    void this.#listenTo([row.dataset["plan"] ?? ""]); // leaving the plan's room has ended the listening too
    this.#refresh(row);
  }

  #refresh(row: HTMLElement, revision?: number): void {
    const { patience, turns } = this.#waiting.get(row.id) ?? { patience: new Patience(), turns: new Turns() };
    this.#waiting.set(row.id, { patience, turns });
    patience.after(PAUSE, () => {
      turns.take(async () => {
        const done = await this.#fetch(row);
        if (!done && row.isConnected) patience.longer(() => { this.#refresh(row, revision); });
        else if (done) row.dataset["revision"] = String(Math.max(Number(row.dataset["revision"]), revision ?? 0));
      });
    });
  }

  async #fetch(row: HTMLElement): Promise<boolean> {
    const then = encodeURIComponent(location.pathname + location.search);
    const answer = await fetch(`/assessments/${row.dataset["row"] ?? ""}?then=${then}`, { headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (answer?.status === 404 || answer?.status === 403) row.remove();
    else if (!answer?.ok || answer.redirected) return false;
    else take(row, await answer.text());
    return true;
  }
}

function take(row: HTMLElement, text: string): void {
  const given = new DOMParser().parseFromString(text, "text/html");
  for (const fresh of given.querySelectorAll("[data-fresh][id]")) {
    const here = document.getElementById(fresh.id);
    if (here && row.contains(here)) draw(here, fresh);
  }
}
