import { html, LitElement, nothing, type TemplateResult } from "lit";
import { isAble } from "../call/devices";
import { Own } from "../call/own";
import { t } from "../words/words";

/** `<call-check>` at a talk's door: camera, microphone and speaker are tried before one comes in; nothing goes out of the page. */
export class CallCheck extends LitElement {
  static override readonly properties = { trying: { attribute: false } };
  declare trying: boolean;
  readonly #own = new Own();

  constructor() {
    super();
    this.trying = false;
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#own.stop();
  }

  override render(): TemplateResult | typeof nothing {
    if (!isAble()) return nothing;
    return html`<button class="btn" type="button" aria-expanded=${this.trying ? "true" : "false"} @click=${() => void this.#turn()}>${t("Try your devices")}</button>
      ${this.trying ? html`<call-try .own=${this.#own}></call-try>
        <p class="soft small">${t("Nothing is recorded. Nobody sees or hears you before you join.")}</p>` : nothing}`;
  }

  async #turn(): Promise<void> {
    this.trying = !this.trying;
    if (!this.trying) this.#own.stop();
    else {
      await this.#own.turnOn("microphone");
      await this.#own.turnOn("camera");
    }
  }
}
