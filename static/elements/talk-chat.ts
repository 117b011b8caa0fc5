import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { TalkLine } from "../sync/protocol";
import type { TalkRoom } from "../sync/talk-room";
import { t, tn } from "../words/words";
import { addressesIn } from "./addresses";
import { picture } from "./make";
import type { TalkRoomPage } from "./talk-room";

const MOST = 500;

/** `<talk-chat>` in a talk's page: a quiet place for links; gone with the end of the talk. */
export class TalkChat extends LitElement {
  static override readonly properties = { lines: { attribute: false }, wrong: { attribute: false } };
  declare lines: TalkLine[];
  declare wrong: string;
  #room: TalkRoom | undefined;
  #stop: (() => void) | undefined;
  #seen = 0;

  constructor() {
    super();
    this.lines = [];
    this.wrong = "";
  }

  // in the page itself, where the page's styles and labels reach it
  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#room = this.closest<TalkRoomPage>("talk-room")?.room;
    this.lines = this.#room?.chat ?? [];
    this.#stop = this.#room?.chatChanged.on((lines) => { this.lines = lines; });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override render(): TemplateResult {
    const open = this.querySelector("details")?.open ?? false;
    if (open) this.#seen = this.lines.length;
    const fresh = Math.max(0, this.lines.length - this.#seen);
    return html`
      <details @toggle=${() => { this.requestUpdate(); }}>
        <summary class="chat-title"><span>${picture("M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1")} ${t("Links and short notes")}</span>${fresh > 0 ? html`<span class="new">${tn("{n} new", "{n} new", fresh)}</span>` : nothing}</summary>
        <p class="soft small">${t("For links. It is forgotten when the talk ends.")}</p>
        <div role="log" aria-label=${t("Links and short notes")}><ul class="chat-lines">${this.lines.map((line) => this.#line(line))}</ul></div>
        <form class="row chat-form" @submit=${this.#submitted}>
          <label class="grow"><span class="visually-hidden">${t("A link or a few words")}</span><input name="words" maxlength=${MOST} required autocomplete="off" dir="auto" placeholder="https://"></label>
          <button class="btn small">${t("Send")}</button>
          ${this.wrong === "" ? nothing : html`<p class="wrong-line small" role="alert">${this.wrong}</p>`}
        </form>
      </details>`;
  }

  #line({ name, words }: TalkLine): TemplateResult {
    const parts = addressesIn(words).map(({ words: part, address }) => address === undefined ? part
      : html`<a href=${address} target="_blank" rel="noopener noreferrer">${part}</a>`);
    return html`<li><b class="small" dir="auto">${name}</b> <span dir="auto">${parts}</span></li>`;
  }

  readonly #submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const field = this.querySelector<HTMLInputElement>("input[name=words]");
    const words = field?.value.trim() ?? "";
    if (words !== "" && field) void this.#say(field, words);
  };

  async #say(field: HTMLInputElement, words: string): Promise<void> {
    const refusal = await this.#room?.say(words);
    this.wrong = refusal ? refusal.message || t("That did not get through. Nothing is lost: try again in a moment.") : "";
    if (!refusal) field.value = "";
  }
}
