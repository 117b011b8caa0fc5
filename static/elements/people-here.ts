import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { PlanRoom } from "../sync/plan-room";
import type { Person } from "../sync/protocol";
import { t, tn } from "../words/words";
import { room } from "./live";
import { roleWord } from "./role-word";

/** `<people-here>` in a plan's page: who has it open, and who is writing where. */
export class PeopleHere extends LitElement {
  static override readonly properties = { people: { attribute: false } };
  declare people: Person[];
  #faces: Record<string, string> = {};
  #room: PlanRoom | undefined;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.people = [];
  }

  // in the page itself, where the page's styles and labels reach it
  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#faces = JSON.parse(this.dataset["faces"] ?? "{}") as Record<string, string>; // the server's word of who may be seen by whom
    this.#room = room(this.closest("live-plan")?.getAttribute("plan") ?? "");
    this.people = this.#room?.people ?? [];
    this.#stop = this.#room?.here.on((people) => { this.people = people; });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override render(): TemplateResult | typeof nothing {
    const people = once(this.people);
    if (people.length === 0) return nothing;
    return html`
      <details class="menu people">
        <summary class="people-summary">
          <span class="crowd" aria-hidden="true">${people.slice(0, 6).map((one) => this.#avatar(one))}</span>
          <span class="soft small" role="status">${tn("{n} is here now", "{n} are here now", people.length)}</span>
        </summary>
        <ul class="menu-body card people-list">${people.map((one) => this.#line(one))}</ul>
      </details>`;
  }

  #line(one: Person): TemplateResult {
    const me = one.person === this.#room?.person;
    const writes = placeName(one.writing);
    return html`<li class="person">${this.#avatar(one)}<span><b dir="auto">${one.name}</b>${me ? html` <span class="soft">${t("(you)")}</span>` : nothing}
      <span class="soft small">${roleWord(one.role)}${writes === undefined ? nothing : html` · <span class="writing">${t("writes in {text}", { text: writes })}</span>`}</span></span></li>`;
  }

  #avatar(one: Person): TemplateResult {
    const colour = Math.min(8, Math.max(1, Math.trunc(one.colour) || 1));
    const mark = this.#faces[one.person];
    const face = mark === undefined ? initials(one.name)
      : html`<img src="/people/${one.person}/picture?v=${mark}&size=small" alt="" decoding="async" @error=${() => { this.#forget(one.person); }}>`;
    return html`<span class="avatar here c${colour}" style="--c: var(--p${colour})" aria-hidden="true" title=${one.name}>${face}</span>`;
  }

  /** A picture that may no longer be seen gives way to initials. */
  #forget(person: string): void {
    this.#faces = Object.fromEntries(Object.entries(this.#faces).filter(([one]) => one !== person));
    this.requestUpdate();
  }
}

/** A person with two pages open is one person; where they write counts most. */
function once(people: readonly Person[]): Person[] {
  const by = new Map<string, Person>();
  for (const one of people) if (!by.get(one.person)?.writing) by.set(one.person, one);
  return [...by.values()];
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = (word: string): string => /./u.exec(word)?.[0] ?? "";
  return [...words.slice(0, 1), ...words.slice(1).slice(-1)].map(first).join("").toLocaleUpperCase();
}

function placeName(text: string | null): string | undefined {
  return text === null ? undefined : (document.querySelector(`live-text[text="${CSS.escape(text)}"]`)?.getAttribute("label") ?? undefined);
}
