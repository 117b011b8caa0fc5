import { Patience } from "../sync/patience";
import type { Overlooked } from "../sync/protocol";
import { t } from "../words/words";
import { person, theLine } from "./live";
import { overMessage, closePage } from "./over-message";

/**
 * `<live-overview place key>` follows how far a class, a school or the organisation has come: what stands in it and listens for
 * `news:overview` is fetched again whenever something stirs there.
 */
export class LiveOverview extends HTMLElement {
  readonly #patience = new Patience();
  #heard = false;
  #ended = false;

  connectedCallback(): void {
    if (person() === undefined || this.#heard) return;
    this.#heard = true;
    this.#watchBoxes();
    const { me } = theLine();
    me.on("stirred", ({ id }) => { if (id === this.#place.id) this.#stir(); });
    me.on("closed", ({ id, message }) => { if (id === this.#place.id) this.#end(message); });
    me.onLine((up) => { if (up) void this.#follow(); });
    if (me.up) void this.#follow();
  }

  disconnectedCallback(): void {
    this.#patience.stop();
  }

  get #place(): Overlooked {
    return { place: this.getAttribute("place") as Overlooked["place"], id: this.getAttribute("key") ?? "" };
  }

  /** Follows, again after the line fell; what has stirred between the page and this is asked for at once. */
  async #follow(): Promise<void> {
    if (this.#ended) return;
    const answer = await theLine().me.ask("follow", this.#place).catch(() => undefined);
    if (answer?.ok) {
      this.#patience.reset();
      this.#stir();
    } else if (answer?.code === "sign_in") theLine().me.signedOut();
    else if (answer?.code === "unknown" || answer?.code === "forbidden") this.#end("");
    else if (theLine().me.up) this.#patience.longer(() => void this.#follow());
  }

  #stir(): void {
    if (this.#ended) return;
    document.body.dispatchEvent(new CustomEvent("news:overview"));
  }

  #end(message: string): void {
    this.#ended = true;
    const title = t("You no longer have access to this page");
    this.#patience.stop();
    closePage(title);
    this.replaceChildren(overMessage({ title, message, words: "" }));
    this.querySelector<HTMLElement>("h1")?.focus();
  }

  /** One box chooses all; it shows itself where there are any. */
  #watchBoxes(): void {
    this.#showBoxes();
    document.addEventListener("htmx:after:swap", () => { this.#showBoxes(); });
    this.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
      if (target.matches("[data-choose-all]")) for (const box of this.#boxes) box.checked = target.checked;
      this.#showBoxes();
    });
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[name^='plan:']")];
  }

  #showBoxes(): void {
    const all = this.querySelector<HTMLInputElement>("[data-choose-all]");
    const label = all?.closest("label");
    if (!all || !label) return;
    const boxes = this.#boxes, chosen = boxes.filter((box) => box.checked).length;
    label.hidden = boxes.length === 0;
    all.checked = boxes.length > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
}
