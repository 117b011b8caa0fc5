import { t } from "../words/words";
import { leaveRoom, room } from "./live";
import { make } from "./make";

/** So many texts may be open at once: each is a plan that one is shown to be in. */
const MOST_OPEN = 3;

/** `<grid-text text plan label>`: a text in a list, as it was when it was last looked at; opened, it is the real live text of its plan. */
export class GridText extends HTMLElement {
  static readonly opened: GridText[] = [];
  #section: HTMLElement | undefined;

  connectedCallback(): void {
    this.addEventListener("click", this.#click);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#click);
    if (this.isOpen) this.close();
  }

  get isOpen(): boolean {
    return this.#section !== undefined;
  }

  get #plan(): string { return this.getAttribute("plan") ?? ""; }
  get #text(): string { return this.getAttribute("text") ?? ""; }

  /** Is all saved that was written here, and nothing left to be copied? */
  get atRest(): boolean {
    const status = room(this.#plan)?.text(this.#text, "read").status;
    return status === "saved" || status === "read" || status === "opening";
  }

  open(right: string): void {
    if (this.isOpen || !room(this.#plan)) return;
    makeRoom();
    const label = this.getAttribute("label") ?? "";
    const live = document.createElement("live-text");
    for (const [name, value] of Object.entries({ text: this.#text, plan: this.#plan, epoch: "0", right, label })) live.setAttribute(name, value);
    live.append(make("header", {}, make("p", { class: "saved", role: "status" })), make("div", { class: "body", dir: "auto" }));
    const done = make("button", { class: "btn small", type: "button" }, t("Done"));
    done.addEventListener("click", () => {
      if (this.atRest) this.#closeByHand();
    });
    this.#section = make("section", { class: "text", "aria-label": label }, live, make("p", { class: "row done-row" }, done));
    this.setAttribute("open", "");
    this.append(this.#section);
    GridText.opened.push(this);
    this.#focusWhenOpen();
  }

  close(): void {
    this.#section?.remove();
    this.#section = undefined;
    this.removeAttribute("open");
    GridText.opened.splice(GridText.opened.indexOf(this), 1);
    if (!GridText.opened.some((one) => one.#plan === this.#plan)) leaveRoom(this.#plan);
    this.dispatchEvent(new Event("stegvis:closed", { bubbles: true }));
  }

  #closeByHand(): void {
    this.close();
    this.querySelector<HTMLElement>("a.btn")?.focus();
  }

  readonly #click = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-right]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(link.dataset["right"] ?? "read");
  };

  #focusWhenOpen(): void {
    const stop = room(this.#plan)?.text(this.#text, "read").changed.on(() => {
      const editor = this.#section?.querySelector<HTMLElement>("[contenteditable=true]");
      if (!editor) return;
      stop?.();
      editor.focus();
    });
  }
}

/** The one that was opened first makes room, if nothing of it is still to be saved. */
function makeRoom(): void {
  if (GridText.opened.length >= MOST_OPEN) GridText.opened.find((one) => one.atRest)?.close();
}
