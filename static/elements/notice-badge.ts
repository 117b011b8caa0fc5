import { tn } from "../words/words";
import { person, theLine } from "./live";
import { make } from "./make";

/** `<notice-badge>` wraps the link to the notices and keeps its number true, on every page and device. */
export class NoticeBadge extends HTMLElement {
  #heard = false;

  connectedCallback(): void {
    if (person() === undefined || this.#heard) return;
    this.#heard = true;
    theLine().me.on("badge", ({ unread }) => {
      this.show(unread);
      // also when the number is the same: an unread notice may have grown
      document.body.dispatchEvent(new CustomEvent("news:notices", { detail: { unread } }));
    });
  }

  get shown(): number {
    return Number(this.querySelector(".badge")?.textContent ?? 0);
  }

  show(unread: number): void {
    if (unread === this.shown) return;
    this.querySelector("a")?.setAttribute("aria-label", tn("Notices: {n} unread", "Notices: {n} unread", unread));
    const badge = this.querySelector(".badge");
    if (unread === 0) badge?.remove();
    else if (badge) badge.textContent = String(unread);
    else this.querySelector("a")?.append(make("span", { class: "badge", "aria-hidden": "true" }, String(unread)));
  }
}
