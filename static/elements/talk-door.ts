import { theLine } from "./live";

/** After a line that fell, doors ask again within this time. */
const BACK = 2000;
/** With the first line, at once: the door may have opened while the page was on its way. */
const FIRST = 100;

/** `<talk-door data-state>` at a talk's door: goes on by itself when one is let in, refused, or the talk is over. */
export class TalkDoor extends HTMLElement {
  #wasUp = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    theLine().me.on("look", ({ within }) => { this.#soon(within); });
    theLine().me.onLine((up) => {
      if (up) this.#soon(this.#wasUp ? BACK : FIRST);
      this.#wasUp ||= up;
    });
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #soon(within: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { void this.#look(); }, Math.random() * within);
  }

  async #look(): Promise<void> {
    if (!this.isConnected) return;
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html", "Stegvis-Look": "again" } }).catch(() => undefined);
    if (!answer || answer.status >= 500) {
      this.#soon(BACK);
      return;
    }
    const given = new DOMParser().parseFromString(await answer.text(), "text/html");
    const state = given.querySelector<HTMLElement>("talk-door")?.dataset["state"];
    if (state !== this.dataset["state"]) location.reload(); // what stands inside needs the editor: a whole page
  }
}
