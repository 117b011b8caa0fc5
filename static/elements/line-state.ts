import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { LineState } from "../sync/line";
import { t } from "../words/words";
import { person, theLine } from "./live";

/** A line that is back within this time was never worth a word. */
const WORTH_A_WORD = 1500;

/** `<line-state>`: says when the live line is down or blocked; says nothing while all is well. */
export class LineStateBar extends LitElement {
  static override readonly properties = { state: { attribute: false } };
  declare state: LineState;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.state = "connecting";
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "status");
    if (person() === undefined) return;
    this.#turn(theLine().state);
    this.#stop = theLine().changed.on((state) => { this.#turn(state); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#timer);
  }

  override render(): TemplateResult | typeof nothing {
    const writes = document.querySelector("live-text") !== null;
    switch (this.state) {
      case "connecting":
      case "live": return nothing;
      case "down": return bar(this.state, writes
        ? t("The connection is lost. Write on: it is kept on this device and sent when the connection is back.")
        : t("The connection is lost. This page shows the latest as soon as it is back."));
      case "blocked": return bar(this.state, t("The live connection does not get through here. You can read everything, but not write together. Reload the page to see the latest."));
      case "signed-out": return nothing; // the whole page says it
    }
  }

  #turn(state: LineState): void {
    clearTimeout(this.#timer);
    if (state === "down") this.#timer = setTimeout(() => { this.state = state; }, WORTH_A_WORD);
    else this.state = state;
  }
}

function bar(state: LineState, sentence: string): TemplateResult {
  return html`<p class="line-bar ${state}">${sentence}</p>`;
}
