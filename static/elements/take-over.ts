import { t } from "../words/words";
import type { LiveTextElement } from "./live-text";
import { make } from "./make";

/** What can be taken over as one piece: a paragraph, a heading, a line of a list. */
const PIECES = "p, h3";
const LONGEST_NAME = 60;

/** `<take-over into origin>` wraps what an earlier plan says: each piece gets a button that writes it into one of the live texts on the page. */
export class TakeOver extends HTMLElement {
  readonly #said = make("p", { class: "soft small", role: "status" });
  readonly #into = make("select");
  readonly #choice = make("label", { class: "row" }, t("Take over into"), this.#into);
  readonly #buttons = new Map<HTMLElement, HTMLButtonElement>();
  #offered: string | undefined;
  readonly #texts = new MutationObserver(() => { this.#offer(); });

  connectedCallback(): void {
    if (this.#buttons.size > 0) return;
    for (const piece of this.querySelectorAll<HTMLElement>(PIECES)) {
      if (wordsOf(piece) !== "") this.#buttons.set(piece, this.#button(piece));
    }
    this.append(make("div", { class: "into" }, this.#choice, this.#said));
    document.addEventListener("selectionchange", this.#name);
    // rights come and go while the page is open
    this.#texts.observe(this.closest("live-plan") ?? document.body, { subtree: true, attributeFilter: ["right"] });
    this.#offer();
  }

  disconnectedCallback(): void {
    document.removeEventListener("selectionchange", this.#name);
    this.#texts.disconnect();
  }

  #button(piece: HTMLElement): HTMLButtonElement {
    const button = make("button", { type: "button", class: "btn small take" });
    name(button, piece);
    button.addEventListener("mousedown", (event) => { event.preventDefault(); }); // the selection stays
    button.addEventListener("click", () => { this.#take(selectedIn(piece) || wordsOf(piece)); });
    piece.after(button);
    return button;
  }

  /** Which texts may be written in now; without any there is nothing to press. */
  #offer(): void {
    const texts = writable();
    const ids = texts.map(idOf);
    if (this.#offered === ids.join()) return;
    this.#offered = ids.join();
    const before = this.#into.value || (this.getAttribute("into") ?? "");
    this.#into.replaceChildren(...texts.map((one) => make("option", { value: idOf(one) }, one.label)));
    this.#into.value = ids.includes(before) ? before : (ids[0] ?? "");
    this.#choice.hidden = texts.length === 0 || (texts.length === 1 && ids[0] === this.getAttribute("into")); // then it goes without saying
    for (const button of this.#buttons.values()) button.hidden = texts.length === 0;
  }

  readonly #name = (): void => {
    for (const [piece, button] of this.#buttons) name(button, piece);
  };

  #take(words: string): void {
    const text = writable().find((one) => idOf(one) === this.#into.value);
    const done = text?.takeOver(this.getAttribute("origin") ?? "", words) ?? false;
    this.#said.textContent = done ? t("Taken over into: {text}", { text: text?.label ?? "" }) : t("That text cannot be written in right now. Try again in a moment.");
  }
}

/** Says on a button what it takes over, and to whoever hears the page which words these are. */
function name(button: HTMLButtonElement, piece: HTMLElement): void {
  const selected = selectedIn(piece);
  const label = selected === "" ? t("Take over") : t("Take over the selected words");
  const words = selected || wordsOf(piece);
  const whole = `${label}: ${words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME)}…` : words}`;
  if (button.getAttribute("aria-label") === whole) return;
  button.textContent = label;
  button.setAttribute("aria-label", whole);
}

function writable(): LiveTextElement[] {
  return [...document.querySelectorAll<LiveTextElement>('live-text[right="write"]')];
}

function idOf(text: Element | undefined): string {
  return text?.getAttribute("text") ?? "";
}

function wordsOf(piece: HTMLElement): string {
  return piece.textContent.replace(/\s+/gu, " ").trim();
}

/** The selected words, where all of them are in one piece. */
function selectedIn(piece: HTMLElement): string {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !piece.contains(selection.anchorNode) || !piece.contains(selection.focusNode)) return "";
  return selection.toString().replace(/\s+/gu, " ").trim();
}
