import { Patience } from "../sync/patience";
import { t } from "../words/words";
import { drawPage, drawPath } from "./draw";
import { person, theLine } from "./live";
import { make } from "./make";
import { overMessage } from "./over-message";
import { touched, wordsTyped } from "./touched";

/** After a line that fell, pages ask again over this time, so that a restart is no stampede. */
const BACK = 4000;
/** Those who wait for each other's answers see them nearly at once. */
const SOON = 300;

/** Keeps a page true that is no plan: when what its reader may see has perhaps changed, it asks for itself again. */
export function watchPage(): PageLook | undefined {
  const main = document.querySelector("main");
  if (!main || person() === undefined || document.querySelector("live-plan, talk-door")) return undefined; // plans have their own way, and a talk's door
  return new PageLook(main);
}

export class PageLook {
  readonly #patience = new Patience();
  #drawn: string;
  #wasUp = false;
  #due = Infinity;

  constructor(private readonly main: HTMLElement) {
    this.#drawn = essence(main);
    theLine().me.on("look", ({ within }) => { this.soon(within); });
    if (main.querySelector("[data-looks]")) document.body.addEventListener("news:notices", () => { this.soon(SOON); }); // it changes with the badge
    theLine().me.onLine((up) => {
      if (up && this.#wasUp) this.soon(BACK);
      this.#wasUp ||= up;
    });
  }

  /** Asks within a time; whoever waits already waits no longer than that. */
  soon(within: number): void {
    const wait = Math.random() * within, due = performance.now() + wait;
    if (this.#patience.waiting && this.#due <= due) return;
    this.#due = due;
    this.#patience.after(wait, () => { void this.#look(); });
  }

  async #look(): Promise<void> {
    if (document.body.dataset["once"] !== undefined) return; // what answered a form, such as codes shown once, stands at no address
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html", "Stegvis-Look": "again" } }).catch(() => undefined);
    const passing = answer === undefined || answer.status === 429 || answer.status >= 500;
    if (passing) {
      this.#due = Infinity; // whatever is told meanwhile asks sooner
      this.#patience.longer(() => { void this.#look(); });
      return;
    }
    this.#patience.reset();
    if (answer.redirected) {
      if (new URL(answer.url).pathname === "/sign-in") theLine().signedOut();
      return;
    }
    const given = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (given.body.dataset["person"] === person()) await this.#take(given, answer.ok);
    else theLine().anotherPerson();
  }

  async #take(given: Document, ok: boolean): Promise<void> {
    const main = given.querySelector("main");
    if (!main || essence(main) === this.#drawn) return;
    if (ok && touched(this.main).length > 0) {
      this.#say();
      return;
    }
    this.#drawn = essence(main);
    if (ok) await drawPage(given, "innerMorph");
    else this.#over(given);
  }

  #over(given: Document): void {
    const message = overMessage({
      title: t("You no longer have access to this page"),
      message: t("The school has changed who may see it. If that is wrong, ask the school."),
      words: wordsTyped(this.main),
    });
    document.title = message.querySelector("h1")?.textContent ?? "";
    drawPath(given);
    this.main.replaceChildren(message);
    this.main.querySelector<HTMLElement>("h1")?.focus();
  }

  /** Is there something that would not be there again after loading the page? */
  #loses(): boolean {
    return touched(this.main).some((one) => !one.closest("form[data-keep]"));
  }

  /** What somebody is writing stays under their hands. */
  #say(): void {
    if (this.main.querySelector(":scope > .changed")) return;
    const again = make("button", { class: "btn small", type: "button" }, t("Load it again"));
    again.addEventListener("click", () => { location.reload(); });
    this.main.prepend(make("div", { class: "note turn changed", role: "status" }, make("p", {}, t("This page has changed."), " ", ...(this.#loses() ? [t("What you have filled in and not sent goes away with it."), " "] : []), again)));
  }
}

/** What a part of a page says, without what is new at every drawing: the ids that forms choose, and the marks of scripts. */
function essence(main: Element): string {
  const copy = main.cloneNode(true) as Element;
  for (const one of copy.querySelectorAll("input[type=hidden][name=id]")) one.removeAttribute("value");
  for (const one of copy.querySelectorAll("[data-htmx-powered]")) one.removeAttribute("data-htmx-powered");
  return copy.innerHTML;
}
