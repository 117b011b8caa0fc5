import { html, nothing, type TemplateResult } from "lit";
import type { Call } from "../call/call";
import { canShareScreen } from "../call/devices";
import { t } from "../words/words";

/** Draws what can be done while one takes part; each button says what it does. */
export function drawControls(call: Call, tries: boolean, turnTrying: () => void, leave: () => void): TemplateResult {
  const { own } = call;
  return html`<div class="row call-controls" role="group" aria-label=${t("Sound and picture")}>
    <button class="btn" type="button" data-do="microphone" @click=${() => void own.mute(own.hasSound)}>
      ${own.hasSound ? t("Turn the microphone off") : t("Turn the microphone on")}</button>
    <button class="btn" type="button" data-do="camera" @click=${() => void turn(call, "camera")}>
      ${own.camera ? t("Turn the camera off") : t("Turn the camera on")}</button>
    ${canShareScreen() ? html`<button class="btn" type="button" data-do="screen" @click=${() => void turn(call, "screen")}>
      ${own.screen ? t("Stop sharing the screen") : t("Share the screen")}</button>` : nothing}
    <button class="btn" type="button" data-do="devices" aria-expanded=${tries ? "true" : "false"} @click=${turnTrying}>${t("Choose devices")}</button>
    <button class="btn" type="button" data-do="leave" @click=${leave}>${t("Leave sound and picture")}</button>
  </div>`;
}

async function turn({ own }: Call, kind: "camera" | "screen"): Promise<void> {
  if (own[kind]) own.turnOff(kind);
  else await own.turnOn(kind);
}
