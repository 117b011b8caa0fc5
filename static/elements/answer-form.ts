import htmx from "htmx.org";
import { Patience } from "../sync/patience";
import { Turns } from "../sync/turns";
import { t } from "../words/words";
import { tellFilled } from "./filled";
import { theLine } from "./live";
import { make } from "./make";
import { SavedWords } from "./saved-words";

interface Told { ctx?: { text?: string; response?: { status: number } } }

/**
 * `<answer-form id="answer-…">` around an answer that saves itself when it changes: one request at a time, the last choice last.
 * What others change is drawn when nothing of one's own is under way.
 */
export class AnswerForm extends HTMLElement {
  readonly #patience = new Patience();
  readonly #turns = new Turns();
  #choices = 0;
  #sent = 0;
  #underWay = false;
  #stale = false;
  #saved: SavedWords | undefined;
  #wrong: HTMLElement | undefined;

  connectedCallback(): void {
    this.addEventListener("change", this.#change, true); // before the form sends it
    this.addEventListener("htmx:before:request", this.#send);
    this.addEventListener("htmx:after:request", this.#answered);
    this.addEventListener("htmx:response:error", this.#refused);
    this.addEventListener("htmx:error", this.#failed);
    document.body.addEventListener(`news:${this.id}`, this.#look);
    this.#tell();
  }

  disconnectedCallback(): void {
    document.body.removeEventListener(`news:${this.id}`, this.#look);
    this.#patience.stop();
    this.#saved?.stop();
  }

  /** Is a choice here that the server has not kept yet? */
  get busy(): boolean {
    return this.#underWay || this.#sent !== this.#choices;
  }

  /** Shows the answer as the server has it; while a choice of one's own is under way, after that. */
  draw(html: string): void {
    if (this.busy) {
      this.#stale = true;
      return;
    }
    void this.#draw(html);
  }

  async #draw(html: string): Promise<void> {
    await htmx.swap({ text: html, sourceElement: this, target: this, swap: "innerMorph" });
    if (this.busy) return;
    // a choice that was once made by hand does not follow its attribute any more
    for (const input of this.querySelectorAll<HTMLInputElement>("input[type=radio], input[type=checkbox]")) input.checked = input.defaultChecked;
    this.#tell();
  }

  readonly #change = (event: Event): void => {
    if (!(event.target instanceof Element) || !event.target.closest("form[hx-post]")) return;
    this.#choices++;
    this.#patience.stop();
    this.#words("saving");
    this.#tell();
  };

  readonly #send = (): void => {
    this.#underWay = true;
    this.#sent = this.#choices;
  };

  readonly #answered = (event: Event): void => {
    this.#underWay = false;
    const status = (event as CustomEvent<Told>).detail.ctx?.response?.status ?? 0;
    if (status >= 400) return;
    this.#patience.reset();
    this.#wrong?.remove();
    if (!this.busy) this.#rest();
  };

  #rest(): void {
    this.#words("saved");
    this.dispatchEvent(new Event("stegvis:rest", { bubbles: true }));
    if (this.#stale) this.#look();
  }

  readonly #refused = (event: Event): void => {
    event.stopPropagation(); // a whole form is explained at its top, with the focus moved there; this one has a single field
    const { ctx } = (event as CustomEvent<Told>).detail;
    const status = ctx?.response?.status ?? 0;
    if (status === 401) theLine().signedOut();
    if (status === 401 || status === 429 || status >= 500) this.#again();
    else this.#explain(ctx?.text ?? "");
  };

  readonly #failed = (event: Event): void => {
    event.stopPropagation();
    this.#underWay = false;
    this.#again();
  };

  /** It did not get through: the same is sent again until it does. */
  #again(): void {
    this.#sent = -1;
    this.#words("unsaved");
    this.#patience.longer(() => { this.querySelector("form[hx-post]")?.dispatchEvent(new Event("submit", { cancelable: true })); });
  }

  #explain(text: string): void {
    const sentences = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".wrong p")].map((one) => one.textContent);
    this.#words(undefined);
    this.#sent = this.#choices;
    this.#wrong?.remove();
    this.#wrong = make("div", { class: "wrong", role: "alert" }, ...[...sentences, t("Your last choice is not saved.")].map((one) => make("p", {}, one)));
    this.after(this.#wrong); // beside what is drawn anew
    this.dispatchEvent(new Event("stegvis:rest", { bubbles: true }));
    this.#look();
  }

  readonly #look = (): void => {
    if (this.busy) {
      this.#stale = true;
      return;
    }
    this.#stale = false;
    this.#turns.take(async () => {
      if (!await this.#fetch() && this.isConnected) this.#patience.longer(this.#look);
    });
  };

  async #fetch(): Promise<boolean> {
    const then = encodeURIComponent(this.getAttribute("then") ?? "");
    const address = `/answers/${this.id.replace("answer-", "")}?then=${then}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (answer?.ok && !answer.redirected) this.draw(await answer.text());
    return answer !== undefined && answer.status < 500;
  }

  #words(status: "saving" | "saved" | "unsaved" | undefined): void {
    const place = this.querySelector<HTMLElement>(".saved");
    if (!place) return;
    if (status === undefined) place.replaceChildren();
    else (this.#saved ??= new SavedWords(place)).show(status);
  }

  #tell(): void {
    const fields = [...this.querySelectorAll("fieldset")];
    const chosen = fields.length > 0 && fields.every((one) => one.querySelector("input:checked"));
    tellFilled(this, this.id, chosen || this.querySelector(".value, .files") !== null);
  }
}
