import htmx from "htmx.org";
import type { TalkRoom } from "../sync/talk-room";
import { t } from "../words/words";
import { talkRoom, theLine } from "./live";
import { make } from "./make";
import { overMessage } from "./over-message";
import { markSession } from "./talk-session";
import { touched } from "./touched";
import { followNotes } from "./talk-notes";

/** `<talk-room talk point at room>` wraps a talk's page: goes where the talk goes, or looks around, and says who is here. */
export class TalkRoomPage extends HTMLElement {
  room: TalkRoom | undefined;
  #stops: (() => void)[] = [];
  /** The point that stands on the page. */
  #at = "";
  #last: string | undefined;

  connectedCallback(): void {
    this.room ??= talkRoom(this.getAttribute("talk") ?? "", this.hasAttribute("room"));
    const { room } = this;
    if (!room || this.#stops.length > 0) return;
    this.#at = this.getAttribute("at") ?? "";
    if (this.#at !== this.getAttribute("point")) room.follows = false;
    const drawn = (): void => { this.#draw(); };
    document.addEventListener("htmx:after:swap", drawn);
    this.addEventListener("click", this.#clicked);
    this.#stops = [
      () => { document.removeEventListener("htmx:after:swap", drawn); },
      room.entered.on(() => { this.#tell("talk"); }),
      room.stateChanged.on(() => { this.#moved(); }),
      room.peopleChanged.on(drawn),
      room.lineChanged.on(drawn),
      room.over.on(({ message }) => { this.#over(message); }),
    ];
    if (this.hasAttribute("room")) this.#stops.push(followNotes(this));
    this.#draw();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.removeEventListener("click", this.#clicked);
  }

  readonly #clicked = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || !this.room) return;
    const link = event.target.closest<HTMLElement>("a[data-at]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.#lookAt(link.dataset["at"] ?? "");
    } else if (event.target.closest("[data-follow]")) this.#follow();
    else if (event.target.closest("[data-hand]")) {
      this.room.raise(!this.room.hand);
      this.#draw();
    }
  };

  get #point(): string {
    return this.room?.state?.point ?? this.getAttribute("point") ?? "";
  }

  /** The talk is at another point, or somebody else leads it. */
  #moved(): void {
    const shown = this.querySelector<HTMLElement>(".agenda");
    const state = this.room?.state;
    if (state && (shown?.dataset["point"] !== state.point || shown.dataset["lead"] !== state.lead)) this.#tell("talk");
    if (this.room?.follows && this.#at !== this.#point) {
      if (touched(this.#place).length === 0) void this.#go(this.#point); // what somebody is writing stays under their hands
      else this.room.follow(false);
    }
    this.#draw();
  }

  #lookAt(key: string): void {
    this.room?.follow(key === this.#point);
    void this.#go(key, true);
  }

  #follow(): void {
    this.room?.follow(true);
    void this.#go(this.#point, true);
  }

  get #place(): HTMLElement {
    return this.querySelector<HTMLElement>("#point") ?? this;
  }

  async #go(key: string, focus = false): Promise<void> {
    this.#at = key;
    this.#draw();
    const address = `/talks/${this.getAttribute("talk") ?? ""}/at/${encodeURIComponent(key)}${this.hasAttribute("room") ? "?room" : ""}`;
    await htmx.ajax("GET", address, { source: this.#place, target: this.#place, swap: "innerHTML" });
    const body = this.#place.querySelector<HTMLElement>(".point-body");
    const whole = this.querySelector<HTMLElement>(".talk");
    if (body && whole) whole.dataset["kind"] = body.dataset["kind"] ?? "";
    const title = this.#place.querySelector<HTMLElement>(".point-title");
    if (focus) title?.focus();
    else this.#say(t("Now: {title}", { title: title?.textContent.trim() ?? "" }));
  }

  /** Lets what listens for news of a kind fetch itself again. */
  #tell(kind: string): void {
    document.body.dispatchEvent(new CustomEvent(`news:${kind}`));
  }

  #say(words: string): void {
    const place = this.querySelector(".talk-says");
    if (place && place.textContent !== words) place.textContent = words;
  }

  /** Everything that the server does not draw: where this page looks, whose hand is up, who is away. */
  #draw(): void {
    const { room } = this;
    if (!room) return;
    for (const one of this.querySelectorAll<HTMLElement>(".agenda [data-at]")) one.closest("li")?.classList.toggle("seen", one.dataset["at"] === this.#at);
    const around = this.querySelector<HTMLElement>(".following");
    if (around) {
      around.hidden = this.#at === this.#point;
      const says = around.querySelector("span");
      if (says) says.textContent = t("You look around.");
    }
    const hand = this.querySelector<HTMLButtonElement>("[data-hand]");
    if (hand) drawHand(hand, room.hand);
    markSession(this, room);
    this.#listenToLast();
  }

  /** The goals of the last plan are another plan's: its news are asked for, too. */
  #listenToLast(): void {
    const last = this.querySelector<HTMLElement>("[data-last]")?.dataset["last"];
    if (last === undefined || last === this.#last) return;
    this.#last = last;
    const { plan } = theLine();
    const listen = (): void => { plan.ask("listen", { plans: [last] }).catch(() => undefined); };
    plan.on("news", (news) => { if (news.plan === last) this.#tell("last"); });
    plan.onLine((up) => { if (up) listen(); });
    if (plan.up) listen();
  }

  #over(message: string): void {
    this.classList.add("is-over");
    if (this.querySelector("[texts-only]")) { // a guest has nothing else here
      this.replaceChildren(overMessage({ title: t("The talk"), message, words: "", hasStart: false }));
      this.querySelector<HTMLElement>("h1")?.focus();
      return;
    }
    const address = this.querySelector("live-plan")?.getAttribute("plan") ?? "";
    this.querySelector(".talk")?.prepend(make("div", { class: "note turn over-note", role: "alert" },
      make("p", {}, make("b", {}, message)), make("a", { class: "btn main", href: `/plans/${address}` }, t("To the plan"))));
  }
}

function drawHand(button: HTMLButtonElement, up: boolean): void {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(up));
  const words = button.querySelector<HTMLElement>("[data-up]");
  if (words) words.textContent = (up ? words.dataset["up"] : words.dataset["down"]) ?? "";
}
