import { html, nothing, type TemplateResult } from "lit";
import type { PeerState } from "../call/peer";
import type { Quality } from "../call/quality";
import type { Present } from "../sync/protocol";
import { t } from "../words/words";
import { lineWords, whoWord } from "./call-words";
import { initials } from "./people-here";

/** What is shown of somebody who takes part. */
export interface Tile {
  who: Present;
  isMe: boolean;
  stream: MediaStream;
  /** Where the sound is to come from; empty is the device's own choice. */
  speaker: string;
  state: PeerState | "refused";
  quality: Quality;
  speaks: boolean;
  /** The picture is left out because the line is thin. */
  leftOut: boolean;
  /** The mark of a picture that may be seen, if there is one. */
  face: string | undefined;
}

/** Draws one person: their picture, or their face; name and role; and in words what is with their sound and picture. */
export function drawTile(tile: Tile): TemplateResult {
  const { who, isMe, speaks } = tile;
  const picture = who.part?.picture ?? "none";
  const seen = picture !== "none" && !tile.leftOut && (isMe || tile.state === "connected");
  const states = statesOf(tile);
  const label = t("Picture of {name}", { name: who.name });
  return html`<li class="call-tile" ?data-speaks=${speaks} ?data-screen=${picture === "screen" && seen} data-client=${who.client}>
    <div class="call-picture">
      <video ?hidden=${!seen} class=${isMe && picture === "camera" ? "mirrored" : ""} .srcObject=${tile.stream} .muted=${isMe} autoplay playsinline
        aria-label=${label} @loadedmetadata=${(event: Event) => { speakBy(event.target, tile.speaker); }}></video>
      ${seen ? nothing : drawFace(tile)}
      ${speaks ? html`<span class="call-speaks"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 10v4h3.5L12 18V6L7.5 10Z"/><path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/></svg>${t("Speaks")}</span>` : nothing}
    </div>
    <p class="call-name"><b dir="auto">${who.name}</b>${isMe ? html` <span class="soft">${t("(you)")}</span>` : nothing}
      <span class="soft small">${[whoWord(who), ...states].filter(Boolean).join(" · ")}</span></p>
  </li>`;
}

function statesOf({ who, isMe, state, quality, leftOut }: Tile): string[] {
  const words: string[] = [];
  if (state === "refused") words.push(t("Not connected: sends what is none of ours"));
  else if (!isMe && state === "connecting") words.push(t("Connecting …"));
  else if (!isMe) words.push(leftOut && quality !== "lost" ? t("The line is thin: sound only for now") : lineWords(quality));
  if (who.part?.sound === false) words.push(t("Microphone off"));
  if (who.part?.picture === "screen") words.push(t("Shares the screen"));
  return words;
}

function drawFace({ who, face }: Tile): TemplateResult {
  const colour = Math.min(8, Math.max(1, Math.trunc(who.colour) || 1));
  const drawn = face === undefined ? initials(who.name)
    : html`<img src="/people/${who.person}/picture?v=${face}" alt="" decoding="async">`;
  return html`<span class="avatar large c${colour}" aria-hidden="true">${drawn}</span>`;
}

/** Lets a tile be heard by the chosen speaker. */
export function speakBy(element: EventTarget | null, speaker: string): void {
  if (element instanceof HTMLMediaElement && "setSinkId" in element && element.sinkId !== speaker) element.setSinkId(speaker).catch(() => undefined);
}
