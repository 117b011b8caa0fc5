import htmx from "htmx.org";
import { Patience } from "../sync/patience";
import type { PlanRoom } from "../sync/plan-room";
import type { Hears } from "../sync/protocol";
import { t } from "../words/words";
import { room } from "./live";
import { closePage, overMessage } from "./over-message";
import { TextsHere } from "./texts-here";

/** What a fragment on the page may listen for: `hx-trigger="news:goals from:body"`. */
const KINDS = ["goals", "comments", "plan"] as const;

/** `<live-plan plan revision parts>` wraps a page of a plan and keeps everything in it true; `parts` brings its material anew. */
export class LivePlan extends HTMLElement {
  #room: PlanRoom | undefined;
  readonly #patience = new Patience();
  readonly #texts = new TextsHere(this);
  #stops: (() => void)[] = [];
  #isOver = false;

  connectedCallback(): void {
    const plan = room(this.getAttribute("plan") ?? "");
    if (!plan || this.#room) return;
    this.#room = plan;
    this.#stops = [
      plan.joined.on(({ revision }) => { this.#catchUp(revision); }),
      plan.news.on((news) => { this.#hear(news); }),
      plan.rightsChanged.on(() => { if (!this.#isOver) this.#texts.look(plan); }),
      plan.over.on(({ message }) => { this.#over(message); }),
    ];
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#patience.stop();
    this.#texts.stop();
    this.#room = undefined;
  }

  get revision(): number {
    return Number(this.getAttribute("revision") ?? 0);
  }

  set revision(revision: number) {
    this.setAttribute("revision", String(revision));
  }

  #hear({ kind, revision, about, carry }: Hears["news"]): void {
    if (kind === "stale") {
      this.revision = Math.max(this.revision, revision);
      for (const one of [...KINDS, "all"]) this.#tell(one, carry);
    } else if (revision > this.revision + 1) this.#catchUp(revision); // something between was not heard
    else {
      this.revision = Math.max(this.revision, revision);
      this.#tell(kindOf(kind, about), carry);
    }
  }

  #tell(kind: string, detail: unknown): void {
    if (this.#isOver) return;
    document.body.dispatchEvent(new CustomEvent(`news:${kind}`, { detail }));
    const touched = kind === "plan" || kind === "all" || (kind === "goals" && !this.hasAttribute("whole")); // goals can be what a part asks for
    if (touched && this.#room) this.#texts.look(this.#room, true);
  }

  /** Brings every part that has changed since the page was drawn; tries until it has come. */
  #catchUp(revision: number): void {
    if (this.#isOver || revision <= this.revision) return;
    if (this.hasAttribute("texts-only")) { // a guest of the talk has nothing of the plan but the texts
      this.revision = revision;
      this.#tell("talk", undefined);
      return;
    }
    if (this.hasAttribute("asks-all")) { // its fragments are its own: each asks for itself
      this.revision = revision;
      this.#tell("all", undefined);
      return;
    }
    void this.#fetchSince(this.revision).then((done) => {
      if (done) {
        this.#patience.reset();
        this.revision = Math.max(this.revision, revision);
      } else if (this.isConnected && !this.#isOver) this.#patience.longer(() => { this.#catchUp(revision); });
    });
  }

  async #fetchSince(revision: number): Promise<boolean> {
    const address = `/plans/${this.getAttribute("plan") ?? ""}/since/${revision}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return false;
    const text = await answer.text();
    await htmx.swap({ text, sourceElement: this, target: this, swap: "none" });
    if (text.includes("data-texts") && this.#room) this.#texts.look(this.#room, true);
    return true;
  }

  #over(message: string): void {
    this.#isOver = true;
    const words = (this.#room?.texts ?? []).map((text) => text.words).filter(Boolean).join("\n");
    const done = (): void => { for (const text of this.#room?.texts ?? []) text.dismiss(); };
    const title = t("You no longer have access to this plan");
    for (const waiting of [this.#patience, this.#texts]) waiting.stop(); // what is lost is not asked for any more
    closePage(title);
    this.replaceChildren(overMessage({ title, message, words, done }));
    this.querySelector<HTMLElement>("h1")?.focus();
  }
}

function kindOf(kind: string, about: Hears["news"]["about"]): string {
  if (kind.startsWith("goal_")) return "goals";
  if ((kind.startsWith("talk_") && kind !== "talk_begun" && kind !== "talk_ended") || kind.startsWith("guest_")) return "talk";
  if (kind === "answered") return `answer-${String(about["answer"])}`;
  return kind.startsWith("comment_") || kind.startsWith("thread_") ? "comments" : "plan";
}
