import type { Editor } from "@tiptap/core";
import { selectedAnchor } from "../editor/anchors";
import { t } from "../words/words";
import { make } from "./make";

/** What a person wants to comment on; `comment-form.ts` listens. */
export interface AnchorDetail {
  text: string;
  anchor: { start: unknown; end: unknown };
  quote: string;
  label: string;
}

/** The button that appears by selected words, for all who may comment; Ctrl+Alt+M does the same. */
export class CommentButton {
  readonly element = make("button", { type: "button", class: "btn comment-selection", "aria-keyshortcuts": "Control+Alt+M", hidden: true }, t("Comment"));
  #editor: Editor | undefined;

  constructor(
    private readonly host: HTMLElement,
    private readonly text: string,
    private readonly label: string,
  ) {
    this.element.addEventListener("mousedown", (event) => { event.preventDefault(); }); // the selection stays
    this.element.addEventListener("click", () => { this.comment(); });
  }

  attach(editor: Editor): void {
    this.#editor = editor;
    editor.on("selectionUpdate", () => { this.#place(); });
    editor.on("blur", ({ event }) => { if (event.relatedTarget !== this.element) this.element.hidden = true; });
  }

  /** Asks the page to open the comment form on the selected words. */
  comment(): boolean {
    const selected = this.#editor && mayComment() ? selectedAnchor(this.#editor.state) : undefined;
    if (!selected) return false;
    this.element.hidden = true;
    const detail: AnchorDetail = { text: this.text, label: this.label, ...selected };
    this.host.dispatchEvent(new CustomEvent("stegvis:anchor", { bubbles: true, detail }));
    return true;
  }

  #place(): void {
    const editor = this.#editor;
    if (!editor) return;
    const { empty, to } = editor.state.selection;
    this.element.hidden = empty || !mayComment();
    if (this.element.hidden) return;
    const [box, end] = [this.host.getBoundingClientRect(), editor.view.coordsAtPos(to)];
    const fromStart = getComputedStyle(this.host).direction === "rtl" ? box.right - end.left : end.left - box.left;
    const room = Math.max(0, box.width - this.element.offsetWidth);
    this.element.style.insetInlineStart = `${Math.min(Math.max(0, fromStart), room)}px`;
    this.element.style.insetBlockStart = `${end.bottom - box.top + 6}px`;
  }
}

function mayComment(): boolean {
  return document.getElementById("comment-form") !== null;
}
