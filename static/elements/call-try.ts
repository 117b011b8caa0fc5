import { html, LitElement, nothing, type TemplateResult } from "lit";
import { canChooseSpeaker, list, onChange, type Devices, type Kind } from "../call/devices";
import { Level, playTone } from "../call/level";
import type { Own } from "../call/own";
import { t } from "../words/words";
import { troubleWords } from "./call-words";

const OFTEN = 100;

/** `<call-try>`: camera, microphone and speaker are chosen and tried, before taking part and while doing so. */
export class CallTry extends LitElement {
  static override readonly properties = { devices: { attribute: false }, loud: { attribute: false } };
  declare devices: Devices;
  declare loud: number;
  own: Own | undefined;
  #level: Level | undefined;
  #heard: MediaStreamTrack | undefined;
  #preview: MediaStream | undefined;
  #stops: (() => void)[] = [];

  constructor() {
    super();
    this.devices = { microphones: [], cameras: [], speakers: [] };
    this.loud = 0;
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => { this.loud = this.#level?.now ?? 0; }, OFTEN);
    this.#stops = [
      () => { clearInterval(timer); },
      onChange(() => void this.#look()),
      this.own?.changed.on(() => void this.#look()) ?? ((): void => undefined),
    ];
    void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    this.#listenTo(undefined);
  }

  override render(): TemplateResult | typeof nothing {
    const own = this.own;
    if (!own) return nothing;
    const { microphones, cameras, speakers } = this.devices;
    return html`<div class="call-try">
      <div class="call-picture">
        ${own.camera ? html`<video class="mirrored" .srcObject=${this.#stream(own.camera)} .muted=${true} autoplay playsinline aria-label=${t("Your own picture")}></video>`
          : html`<p class="soft">${t("The camera is off.")}</p>`}
      </div>
      <div class="stack">
        ${this.#device(own, "microphone", t("Microphone"), microphones)}
        <label class="call-level">${t("How loud you are")}
          <meter min="0" max="1" .value=${this.loud}></meter></label>
        ${this.#device(own, "camera", t("Camera"), cameras)}
        ${canChooseSpeaker() && speakers.length > 0 ? this.#choice(t("Speaker"), speakers, own.chosen.speaker, (id) => { own.chooseSpeaker(id); }) : nothing}
        <button class="btn small" type="button" @click=${() => void playTone(own.chosen.speaker)}>${t("Play a tone")}</button>
      </div>
    </div>`;
  }

  #device(own: Own, kind: Exclude<Kind, "screen">, name: string, found: readonly MediaDeviceInfo[]): TemplateResult {
    const trouble = own.troubles[kind];
    const on = own[kind] !== undefined;
    const turn = (): void => {
      if (on) own.turnOff(kind);
      else void own.turnOn(kind);
    };
    return html`<label class="choice"><input type="checkbox" .checked=${on} @change=${turn}>
        ${kind === "microphone" ? t("With my microphone") : t("With my camera")}</label>
      ${trouble ? html`<p class="wrong" role="alert">${troubleWords(kind, trouble)}</p>` : nothing}
      ${on && found.length > 1 ? this.#choice(name, found, own.chosen[kind], (id) => void own.choose(kind, id)) : nothing}`;
  }

  #choice(name: string, found: readonly MediaDeviceInfo[], chosen: string, choose: (id: string) => void): TemplateResult {
    return html`<label class="field">${name}
      <select @change=${(event: Event) => { choose((event.target as HTMLSelectElement).value); }}>
        ${found.map((one, at) => html`<option value=${one.deviceId} ?selected=${one.deviceId === chosen}>${one.label || `${name} ${String(at + 1)}`}</option>`)}
      </select></label>`;
  }

  async #look(): Promise<void> {
    this.#listenTo(this.own?.microphone);
    this.devices = await list();
    this.requestUpdate();
  }

  #listenTo(track: MediaStreamTrack | undefined): void {
    if (track === this.#heard) return;
    this.#level?.stop();
    this.#heard = track;
    this.#level = track && new Level(track);
  }

  #stream(track: MediaStreamTrack): MediaStream {
    const known = this.#preview?.getTracks()[0] === track ? this.#preview : undefined;
    this.#preview = known ?? new MediaStream([track]);
    return this.#preview;
  }
}
