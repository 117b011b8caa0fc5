import { t } from "../words/words";
import { isFilled } from "./filled";

/** `<hand-in>`: the end of a part. What must still be answered is struck off the list as it is answered, and comes back when it is emptied. */
export class HandIn extends HTMLElement {
  #watcher: MutationObserver | undefined;

  connectedCallback(): void {
    document.addEventListener("stegvis:filled", this.#look);
    addEventListener("submit", this.#hold, true); // before the form is held until all is saved
    this.#watcher = new MutationObserver(this.#look); // the server may have drawn the list anew
    this.#watcher.observe(this, { childList: true, subtree: true });
    this.#look();
  }

  disconnectedCallback(): void {
    document.removeEventListener("stegvis:filled", this.#look);
    removeEventListener("submit", this.#hold, true);
    this.#watcher?.disconnect();
  }

  /** What is known to be empty is not sent to be refused: the keyboard is led to it. */
  readonly #hold = (event: Event): void => {
    const first = [...this.querySelectorAll<HTMLElement>("[data-waits]:not([hidden])")].find((line) => filledIn(line).includes(false));
    const link = first?.querySelector("a");
    if (!link || !(event.target instanceof HTMLFormElement) || !this.contains(event.target) || !event.target.matches("[data-after-saving]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const place = this.querySelector("[data-waiting]");
    if (place) place.textContent = t("First answer what is still missing.");
    link.focus();
  };

  readonly #look = (): void => {
    for (const line of this.querySelectorAll<HTMLElement>("[data-waits]")) {
      const parts = filledIn(line);
      if (parts.length > 0 && parts.every((one) => one !== undefined)) line.hidden = parts.every(Boolean);
    }
    const list = this.querySelector<HTMLElement>(".waits");
    if (list) list.hidden = !list.querySelector("[data-waits]:not([hidden])");
  };
}

/** Which of the parts that a line waits for are filled; undefined where that is not known. */
function filledIn(line: HTMLElement): (boolean | undefined)[] {
  return (line.dataset["waits"] ?? "").split(" ").filter(Boolean).map(isFilled);
}
