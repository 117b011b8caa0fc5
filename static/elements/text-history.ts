import htmx from "htmx.org";
import { t } from "../words/words";
import { make } from "./make";

/** Whoever drags the slider on is not shown every moment on the way. */
const PAUSE = 150;

/** `<text-history text>`: a list of moments that becomes a slider; the text as it was then is fetched from the server, where rights and words are. */
export class TextHistory extends HTMLElement {
  #links: HTMLAnchorElement[] = [];
  #waiting: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.#links = [...this.querySelectorAll<HTMLAnchorElement>("a[data-seq]")];
    const [slider, range] = [this.querySelector<HTMLElement>(".slider"), this.#range];
    if (!slider || !range) return;
    slider.hidden = false;
    range.addEventListener("input", () => { this.#go(range.valueAsNumber); });
    this.querySelector(".prev")?.addEventListener("click", () => { this.#go(range.valueAsNumber - 1); });
    this.querySelector(".next")?.addEventListener("click", () => { this.#go(range.valueAsNumber + 1); });
    this.#links.forEach((link, place) => {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.#go(place + 1);
      });
    });
    this.#say(range.valueAsNumber);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#waiting);
  }

  get #range(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=range]");
  }

  /** Goes to a moment, counted from one; what is beyond the ends is the end. */
  #go(wanted: number): void {
    const place = Math.min(this.#links.length, Math.max(1, wanted));
    this.#say(place);
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => { void this.#fetch(place); }, PAUSE);
  }

  /** Shows and speaks which moment it is. */
  #say(place: number): void {
    const link = this.#links[place - 1];
    const range = this.#range;
    if (!link || !range) return;
    const said = (part: string): string => link.querySelector(part)?.textContent.trim() ?? "";
    const [when, who] = [said(".moment-when"), said(".moment-who")];
    range.value = String(place);
    const counted = t("{n} of {of}", { n: place, of: this.#links.length });
    range.setAttribute("aria-valuetext", [when, who, counted].join(", "));
    const output = this.querySelector("output");
    output?.replaceChildren(when, " · ", make("bdi", {}, who), " · ", counted);
    this.#end(".prev", place === 1);
    this.#end(".next", place === this.#links.length);
    for (const one of this.#links) one.toggleAttribute("aria-current", false);
    link.setAttribute("aria-current", "true");
  }

  /** Says of a button that there is nothing further that way; it keeps the keyboard. */
  #end(button: string, is: boolean): void {
    this.querySelector(button)?.setAttribute("aria-disabled", String(is));
  }

  async #fetch(place: number): Promise<void> {
    const [link, target] = [this.#links[place - 1], document.getElementById("moment")];
    if (!link || !target) return;
    const plain = target.querySelector<HTMLInputElement>(".shows-whose")?.checked === false;
    await htmx.ajax("GET", `/texts/${this.getAttribute("text") ?? ""}/history/${link.dataset["seq"] ?? ""}`, { source: this, target, swap: "innerHTML" });
    const box = target.querySelector<HTMLInputElement>(".shows-whose");
    if (box && plain) box.checked = false;
    globalThis.history.replaceState(null, "", link.href);
  }
}
