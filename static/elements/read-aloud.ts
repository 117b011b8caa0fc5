import { t } from "../words/words";
import { make, picture } from "./make";

const SPEAKER = "M4 10v4h3.5L12 18V6L7.5 10ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11";
const BLOCKS = "p, li, h1, h2, h3, h4, div, label, legend, td, th, dt, dd, summary, b, .under, .small";
const SILENT = "button, a.btn, select, textarea, script, style, nav, [aria-hidden=true], [hidden], .btn";
const SENTENCES = /[^.!?؟…]+[.!?؟…]*/g;

/** One sentence with the language it is in. */
export interface Line { words: string; language: string }

/** What is to be said of a part of the page: what is seen, without buttons and pictures, block by block. */
export function linesOf(part: Element): Line[] {
  const lines: Line[] = [];
  let block: Element | null = null;
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = (walker.currentNode.textContent ?? "").replace(/\s+/g, " ");
    const parent = walker.currentNode.parentElement;
    if (!words.trim() || !parent || parent.closest(SILENT) || !isSeen(parent)) continue;
    const here = parent.closest(BLOCKS);
    const last = lines.at(-1);
    if (last && here === block) last.words += words;
    else lines.push({ words, language: parent.closest<HTMLElement>("[lang]")?.lang ?? "" });
    block = here;
  }
  return lines.flatMap(({ words, language }) => (words.match(SENTENCES) ?? []).map((one) => ({ words: one.trim(), language }))).filter((one) => one.words);
}

function isSeen(element: Element): boolean {
  return typeof element.checkVisibility !== "function" || element.checkVisibility();
}

/** `<read-aloud>`: buttons that read the page, or one part of it, in its language; they are not there where the browser cannot speak. */
export class ReadAloud extends HTMLElement {
  #speaking: HTMLButtonElement | undefined;
  #watcher: MutationObserver | undefined;

  connectedCallback(): void {
    const main = document.querySelector("main");
    if (!("speechSynthesis" in globalThis) || !main || this.#watcher) return;
    const whole = make("button", { class: "btn small", type: "button" });
    this.append(whole);
    this.#dress(whole, t("Read the page aloud"), main);
    this.#addButtons(main);
    this.#watcher = new MutationObserver(() => { this.#addButtons(main); });
    this.#watcher.observe(main, { childList: true, subtree: true });
    addEventListener("pagehide", () => { speechSynthesis.cancel(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#stop(); });
  }

  disconnectedCallback(): void {
    this.#watcher?.disconnect();
    this.#watcher = undefined;
  }

  /** Gives each heading of a part its own button; parts that come later get theirs then. */
  #addButtons(main: Element): void {
    for (const heading of main.querySelectorAll("h2")) {
      const part = heading.closest("section, article, form");
      if (!part || heading.closest("summary, dialog, [contenteditable]") || heading.nextElementSibling?.matches(".aloud")) continue;
      const button = make("button", { class: "btn icon aloud", type: "button" });
      heading.after(button);
      this.#dress(button, t("Listen: {what}", { what: heading.textContent.trim() }), part);
    }
  }

  #dress(button: HTMLButtonElement, name: string, part: Element): void {
    button.dataset["name"] = name;
    this.#show(button, false);
    button.addEventListener("click", () => {
      if (this.#speaking === button) this.#stop();
      else this.#speak(button, part);
    });
  }

  #show(button: HTMLButtonElement, speaking: boolean): void {
    const name = speaking ? t("Stop reading") : (button.dataset["name"] ?? "");
    const icon = picture(speaking ? "M7 7h10v10H7Z" : SPEAKER);
    if (button.matches(".icon")) {
      button.setAttribute("aria-label", name);
      button.replaceChildren(icon);
    } else button.replaceChildren(icon, name);
  }

  #stop(): void {
    speechSynthesis.cancel();
    if (this.#speaking) this.#show(this.#speaking, false);
    this.#speaking = undefined;
  }

  #speak(button: HTMLButtonElement, part: Element): void {
    this.#stop();
    const lines = linesOf(part);
    if (lines.length === 0) return;
    this.#speaking = button;
    this.#show(button, true);
    for (const [at, { words, language }] of lines.entries()) {
      const said = new SpeechSynthesisUtterance(words);
      said.lang = language || document.documentElement.lang;
      const over = (): void => { if (this.#speaking === button) this.#stop(); };
      if (at === lines.length - 1) said.addEventListener("end", over);
      said.addEventListener("error", over);
      speechSynthesis.speak(said);
    }
  }
}
