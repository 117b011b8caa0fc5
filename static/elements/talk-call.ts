import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Call, type Move } from "../call/call";
import { isAble, type Kind } from "../call/devices";
import type { Present } from "../sync/protocol";
import { t, tn } from "../words/words";
import { drawControls } from "./call-controls";
import { drawTile, speakBy, type Tile } from "./call-tile";
import { outWords, troubleWords } from "./call-words";
import { talkRoom, theLine } from "./live";

const calls = new Map<string, Call>();

/** The call of a talk: it outlives its element, so that nothing drawn anew ends it. */
function callOf(talk: string, isRoom: boolean): Call | undefined {
  const room = talkRoom(talk, isRoom);
  if (room && !calls.has(talk)) {
    const call = new Call(room);
    theLine().changed.on((state) => { if (state === "signed-out") call.leave(); }); // whoever is signed out is seen and heard no longer
    calls.set(talk, call);
  }
  return calls.get(talk);
}

/** `<talk-call talk>`: sound and picture in a talk, for those who choose it, after trying their devices; `room` is the room's large screen. */
export class TalkCall extends LitElement {
  static override readonly properties = { trying: { attribute: false }, said: { attribute: false } };
  declare trying: boolean;
  declare said: string;
  #call: Call | undefined;
  #faces: Record<string, string> = {};
  #stops: (() => void)[] = [];
  #own = new MediaStream();

  constructor() {
    super();
    this.trying = false;
    this.said = "";
  }

  // in the page itself, where the page's styles and labels reach it
  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#faces = JSON.parse(this.dataset["faces"] ?? "{}") as Record<string, string>; // the server's word of who may be seen by whom
    const call = this.#call = callOf(this.getAttribute("talk") ?? "", this.hasAttribute("room"));
    if (!call) return;
    this.#stops = [call.changed.on(() => { this.requestUpdate(); }), call.moved.on((move) => { this.#say(move); })];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }

  override render(): TemplateResult | typeof nothing {
    const call = this.#call;
    if (!call || call.out === "over") return nothing;
    return html`<section class="call stack${call.isIn || this.trying ? " card" : ""}" aria-label=${t("Sound and picture")}>
      ${call.isIn ? this.#drawIn(call) : this.#drawOut(call)}
      <p class="visually-hidden" role="status">${this.said}</p>
    </section>`;
  }

  override updated(): void {
    const speaker = this.#call?.own.chosen.speaker ?? "";
    for (const video of this.querySelectorAll<HTMLVideoElement>(".call-tiles video")) speakBy(video, speaker);
  }

  #drawOut(call: Call): TemplateResult {
    if (!isAble() || call.route.isClosed) return html`<p>${this.#noWay(isAble())}</p>${this.#drawElse()}`;
    if (this.trying) return this.#drawTrying(call);
    const others = call.others.length;
    const why = outWords(call.out);
    return html`
      ${why ? html`<p role="alert">${why}</p>${this.#drawElse()}` : nothing}
      <button class="btn${others > 0 ? " main" : ""}" type="button" data-do="try" @click=${() => void this.#try(call)}>${t("Join with sound and picture")}</button>
      ${others > 0 // below it: what comes must not move the button from under a finger
        ? html`<p>${tn("{n} takes part with sound and picture.", "{n} take part with sound and picture.", others)}</p>` : nothing}`;
  }

  #drawTrying(call: Call): TemplateResult {
    return html`<h2>${t("Try your devices")}</h2>
      <call-try .own=${call.own}></call-try>
      <p class="soft small">${t("Nothing is recorded. Nobody sees or hears you before you join.")}</p>
      <div class="row">
        <button class="btn main" type="button" data-do="join" @click=${() => void this.#join(call)}>
          ${call.own.microphone || call.own.camera ? t("Join now") : t("Join, and only listen and look")}</button>
        <button class="btn" type="button" data-do="not" @click=${() => { this.#leave(call); }}>${t("Not now")}</button>
      </div>`;
  }

  #drawIn(call: Call): TemplateResult {
    const tiles = this.#tiles(call);
    const lost = call.others.length > 0 && call.others.every((one) => call.watch.quality(one.client) === "lost");
    return html`
      <ul class="call-tiles">${repeat(tiles, ({ who }) => who.client, drawTile)}</ul>
      ${call.others.length === 0 ? html`<p class="soft">${t("Nobody else takes part with sound and picture yet.")}</p>` : nothing}
      ${lost ? html`<p role="alert">${t("No sound and picture come through now. They are tried again and again; the plan works all the same.")}</p>${this.#drawElse()}` : nothing}
      ${(Object.entries(call.own.troubles) as [Kind, NonNullable<(typeof call.own.troubles)[Kind]>][])
        .map(([kind, trouble]) => html`<p class="wrong" role="alert">${troubleWords(kind, trouble)}</p>`)}
      ${drawControls(call, this.trying, () => { this.trying = !this.trying; }, () => { this.#leave(call); })}
      ${this.trying ? html`<call-try .own=${call.own}></call-try>` : nothing}`;
  }

  #tiles(call: Call): Tile[] {
    const { room, own, mesh, watch } = call;
    const common = (who: Present): Pick<Tile, "who" | "speaker" | "face"> => ({ who, speaker: own.chosen.speaker, face: this.#faces[who.person] });
    const others = call.others.map((who): Tile => {
      const peer = mesh.peers.get(who.client);
      return {
        ...common(who), isMe: false, stream: peer?.stream ?? new MediaStream(),
        state: mesh.refused.has(who.client) ? "refused" : (peer?.state ?? "connecting"),
        quality: watch.quality(who.client), speaks: watch.speaks(who.client), leftOut: peer?.pictureLeftOut ?? false,
      };
    });
    const me = room.you;
    if (!me) return others;
    const part = { since: 0, sound: own.hasSound, picture: own.picture };
    return [...others, { ...common({ ...me, part }), isMe: true, stream: this.#ownStream(call), state: "connected", quality: "good", speaks: false, leftOut: false }];
  }

  #ownStream({ own }: Call): MediaStream {
    const wanted = own.tracks.picture;
    const [shown] = this.#own.getTracks();
    if ((shown ?? null) !== wanted) this.#own = new MediaStream(wanted ? [wanted] : []);
    return this.#own;
  }

  /** The other ways to take part that the mentor has given, if there are some: the page has them in its own place. */
  #drawElse(): TemplateResult | typeof nothing {
    const ways = [...document.querySelectorAll<HTMLAnchorElement>(".reach a")];
    if (ways.length === 0) return nothing;
    return html`<p class="call-else">${t("You can take part in another way instead:")}
      ${ways.map((one) => html`<a class="btn" href=${one.href} target=${one.target} rel=${one.rel} dir="ltr">${one.textContent}</a>`)}</p>`;
  }

  #noWay(able: boolean): string {
    return able ? t("Sound and picture can only go by a relay in this talk, and none is set up here. The plan works all the same.")
      : t("This browser gives no sound and picture here. The plan works all the same.");
  }

  async #try({ own }: Call): Promise<void> {
    this.trying = true;
    await own.turnOn("microphone");
    await own.turnOn("camera");
  }

  #leave(call: Call): void {
    this.trying = false;
    call.leave();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[data-do=try]")?.focus());
  }

  async #join(call: Call): Promise<void> {
    this.trying = false;
    await call.join();
    await this.updateComplete;
    this.querySelector<HTMLElement>("[data-do=microphone], [data-do=try]")?.focus();
  }

  #say({ who, came }: Move): void {
    this.said = came ? t("{name} takes part with sound and picture.", { name: who.name }) : t("{name} has left sound and picture.", { name: who.name });
  }
}
