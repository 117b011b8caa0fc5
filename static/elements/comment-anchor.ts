import type { Anchor, Anchored } from "../editor/anchors";
import { Signal } from "../sync/signal";

/** The threads on this page that are about a piece of a text. */
const all = new Set<CommentAnchor>();

/** The anchors of a text have changed. */
export const anchorsChanged = new Signal<string>();

/** `<comment-anchor thread text anchor>` stands in a thread of comments and says which piece of which text it is about. */
export class CommentAnchor extends HTMLElement {
  static readonly observedAttributes = ["text", "thread", "anchor"];

  connectedCallback(): void {
    all.add(this);
    anchorsChanged.tell(this.text);
  }

  disconnectedCallback(): void {
    all.delete(this);
    anchorsChanged.tell(this.text);
  }

  attributeChangedCallback(): void {
    if (all.has(this)) anchorsChanged.tell(this.text);
  }

  get text(): string {
    return this.getAttribute("text") ?? "";
  }

  get thread(): string {
    return this.getAttribute("thread") ?? "";
  }

  get anchored(): Anchored | undefined {
    const { thread } = this;
    try {
      const anchor = JSON.parse(this.getAttribute("anchor") ?? "null") as Anchor | null;
      return anchor ? { thread, anchor } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Says beside the quote whether its words have gone from the text. */
  showGone(gone: boolean): void {
    const note = this.closest(".thread")?.querySelector<HTMLElement>("[data-gone]");
    if (note) note.hidden = !gone;
  }
}

/** The threads were drawn anew: what the page itself had shown in them is shown again. */
export function refreshAnchors(): void {
  for (const text of new Set([...all].map((one) => one.text))) anchorsChanged.tell(text);
}

export function anchorsIn(text: string): CommentAnchor[] {
  return [...all].filter((one) => one.text === text);
}

/** Brings the person to a thread. */
export function openThread(thread: string): void {
  const place = document.getElementById(`thread-${thread}`);
  place?.scrollIntoView({ block: "nearest" });
  place?.focus({ preventScroll: true });
}
