import type { Status } from "../sync/live-text";
import { t } from "../words/words";
import { make } from "./make";

/** "Saved" is said only after a pause: it would flicker with every letter. Nothing else waits. */
const CALM = 600;
/** What a screen reader need not hear of at every letter. */
const QUIET: Status[] = ["opening", "saved", "saving"];

/** Says in words, always in the same place, whether what is written is saved. */
export class SavedWords {
  #shown: Status | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: HTMLElement) {}

  show(status: Status): void {
    clearTimeout(this.#timer);
    if (status === this.#shown) return;
    if (status === "saved" && this.#shown === "saving") this.#timer = setTimeout(() => { this.#say("saved"); }, CALM);
    else this.#say(status);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #say(status: Status): void {
    const calm = QUIET.includes(status) && (this.#shown === undefined || QUIET.includes(this.#shown));
    this.place.setAttribute("aria-live", calm ? "off" : "polite");
    this.#shown = status;
    this.place.dataset["state"] = status;
    this.place.replaceChildren(make("span", { class: "dot", "aria-hidden": "true" }), words(status));
  }
}

function words(status: Status): string {
  switch (status) {
    case "opening": return t("Connecting …");
    case "saved": return t("Saved");
    case "saving": return t("Saving …");
    case "device": return t("Saved on this device, not yet sent");
    case "unsaved": return t("Not saved: keep this page open");
    case "read": return t("Read only");
    case "refused": return t("Not saved: copy your words");
  }
}
