import { isFilled } from "./filled";

/** `<hand-in>`: the end of a part. What must still be answered is struck off the list as it is answered, and comes back when it is emptied. */
export class HandIn extends HTMLElement {
  #watcher: MutationObserver | undefined;

  connectedCallback(): void {
    document.addEventListener("stegvis:filled", this.#look);
    this.#watcher = new MutationObserver(this.#look); // the server may have drawn the list anew
    this.#watcher.observe(this, { childList: true, subtree: true });
    this.#look();
  }

  disconnectedCallback(): void {
    document.removeEventListener("stegvis:filled", this.#look);
    this.#watcher?.disconnect();
  }

  readonly #look = (): void => {
    for (const line of this.querySelectorAll<HTMLElement>("[data-waits]")) {
      const parts = (line.dataset["waits"] ?? "").split(" ").filter(Boolean).map(isFilled);
      if (parts.length > 0 && parts.every((one) => one !== undefined)) line.hidden = parts.every(Boolean);
    }
    const list = this.querySelector<HTMLElement>(".waits");
    if (list) list.hidden = !list.querySelector("[data-waits]:not([hidden])");
  };
}
