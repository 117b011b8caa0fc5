import { t, tn } from "../words/words";

const TICK = 10_000;
const MINUTE = 60_000;

/** `<talk-clock begun pointed planned point>` for whoever runs a talk: how long it has gone on, beside how long it was to be. */
export class TalkClock extends HTMLElement {
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    this.#timer = setInterval(this.#drawn, TICK);
    document.addEventListener("htmx:after:swap", this.#drawn); // the server says it more simply
    this.#draw();
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
    document.removeEventListener("htmx:after:swap", this.#drawn);
  }

  readonly #drawn = (): void => { this.#draw(); };

  #draw(): void {
    const [whole, here] = [this.#since("begun"), this.#since("pointed")];
    const [planned, point] = [this.#number("planned"), this.#number("point")];
    const bar = planned > 0 ? Math.min(100, Math.round((whole / planned) * 100)) : 0;
    this.style.setProperty("--spent", `${bar}%`);
    this.classList.toggle("late", planned > 0 && whole > planned);
    const all = planned > 0 ? t("{n} of {planned} minutes", { n: whole, planned }) : tn("{n} minute", "{n} minutes", whole);
    const now = point > 0 ? t("at this point {n} of {planned}", { n: here, planned: point }) : "";
    const says = now === "" ? all : `${all} · ${now}`;
    if (this.textContent !== says) this.textContent = says;
  }

  #since(name: string): number {
    const at = Date.parse(this.getAttribute(name) ?? "");
    return Number.isNaN(at) ? 0 : Math.max(0, Math.floor((Date.now() - at) / MINUTE));
  }

  #number(name: string): number {
    return Number(this.getAttribute(name) ?? 0) || 0;
  }
}
