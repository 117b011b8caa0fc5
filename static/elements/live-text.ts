import type { Editor } from "@tiptap/core";
import { showAnchors } from "../editor/anchors";
import { keepCarets, ownPlace, showCaret } from "../editor/carets";
import { createEditor } from "../editor/editor";
import { appendQuote } from "../editor/quote";
import { settle } from "../editor/settle";
import { Toolbar } from "../editor/toolbar";
import type { LiveText } from "../sync/live-text";
import type { PlanRoom } from "../sync/plan-room";
import type { Hears, Person, Right } from "../sync/protocol";
import { t } from "../words/words";
import { anchorsChanged, anchorsIn, openThread } from "./comment-anchor";
import { CommentButton } from "./comment-button";
import { tellFilled } from "./filled";
import { leftoverPanel } from "./leftover-panel";
import { room, theLine } from "./live";
import { SavedWords } from "./saved-words";
import { showWhy } from "./show-why";

/** Whoever has just come sees one's caret after this time: their page needs a moment to open the text. */
const FOR_NEWCOMERS = 600;
/** After this pause in the writing it is looked which comments have lost their words. */
const PAUSE = 400;

/** `<live-text text plan right label>`: a text from the server that comes alive: an editor, or a view that grows as others write. */
export class LiveTextElement extends HTMLElement {
  #plan: PlanRoom | undefined;
  #live: LiveText | undefined;
  #editor: Editor | undefined;
  #toolbar: Toolbar | undefined;
  #comment: CommentButton | undefined;
  #saved: SavedWords | undefined;
  #panel: HTMLElement | undefined;
  #gone: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  connectedCallback(): void {
    const plan = room(this.getAttribute("plan") ?? "");
    if (!plan || this.#live) return;
    const live = plan.text(this.getAttribute("text") ?? "", (this.getAttribute("right") ?? "read") as Right);
    [this.#plan, this.#live] = [plan, live];
    const saved = this.querySelector<HTMLElement>(".saved");
    if (saved) this.#saved = new SavedWords(saved);
    this.#comment = new CommentButton(this, live.text, this.label);
    this.append(this.#comment.element);
    document.addEventListener("keydown", this.#key);
    this.addEventListener("stegvis:filled", this.#fillAgain);
    this.#stops = [
      live.changed.on(() => { this.#show(); }),
      live.arriving.on(() => { if (this.#editor) settle(this.#editor.view); }),
      live.afresh.on(() => { this.#bind(); }),
      live.pointed.on((point) => { this.#point(point); }),
      plan.here.on((people) => { this.#meet(people); }),
      theLine().changed.on(() => { this.#show(); }),
      anchorsChanged.on((text) => { if (text === live.text) this.#mark(); }),
    ];
    this.#show();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops.splice(0)) stop();
    document.removeEventListener("keydown", this.#key);
    this.removeEventListener("stegvis:filled", this.#fillAgain);
    this.#saved?.stop();
    clearTimeout(this.#gone);
    this.#editor?.destroy();
    this.#comment?.element.remove();
    this.#editor = this.#live = undefined;
  }

  get label(): string {
    return this.getAttribute("label") ?? "";
  }

  get live(): LiveText | undefined {
    return this.#live;
  }

  /** Writes words that were taken over from elsewhere at the text's end; says whether that could be done. */
  takeOver(origin: string, words: string): boolean {
    if (!this.#editor || this.#live?.writable !== true) return false;
    appendQuote(this.#editor, origin, words);
    return true;
  }

  #show(): void {
    const live = this.#live;
    if (!live) return;
    this.#saved?.show(live.status === "opening" && theLine().state !== "connecting" && theLine().state !== "live" ? "read" : live.status);
    this.setAttribute("right", live.right);
    this.closest("section.text")?.classList.toggle("mine", live.right === "write");
    if (live.opened && live.right !== "none" && !this.#editor) this.#bind();
    if (this.#editor && this.#editor.isEditable !== live.writable) this.#editor.setEditable(live.writable, false);
    this.#showToolbar(live.writable);
    this.#showLeftovers(live);
    showWhy(this, live.why);
    this.#fill();
    if (live.right === "none") this.#close();
  }

  /** Says whether anything is written; what others have not begun takes little room. */
  #fill(): void {
    if (!this.#editor || !this.#live) return;
    const filled = this.#editor.getText().trim() !== "";
    tellFilled(this, `text-${this.#live.text}`, filled);
    const section = this.closest("section.text");
    const says = filled || this.querySelector("answer-form :is(.value, .files)") !== null; // a level, say, with no words to it
    if (says || this.closest(".pieces")) section?.classList.toggle("blank", !says && this.#live.right !== "write");
  }

  /** The answer above the text has changed. */
  readonly #fillAgain = (): void => { this.#fill(); };

  /** The server's own rendering stays until the text is here; then the editor takes its place. */
  #bind(): void {
    const [live, place] = [this.#live, this.querySelector<HTMLElement>(".body")];
    if (!live || !place) return;
    this.#editor?.destroy();
    const editor = createEditor({
      place, body: live.body, label: this.label, editable: live.writable, openThread,
      emptySays: place.querySelector(".empty")?.textContent.trim() ?? t("Nothing is written here yet."), // as the server says it of this plan
      point: (at) => { this.#plan?.point(live.text, at); },
      sorry: (sentence) => { this.#sorry(sentence); },
    });
    this.#editor = editor;
    this.#comment?.attach(editor);
    this.#toolbar?.attach(editor);
    editor.on("update", () => {
      this.#gone ??= setTimeout(() => { this.#showGone(); }, PAUSE);
      this.#fill();
    });
    this.#mark();
    this.#fill();
  }

  #showToolbar(wanted: boolean): void {
    if (wanted && this.#editor && !this.#toolbar) {
      this.#toolbar = new Toolbar(this.label);
      this.#toolbar.attach(this.#editor);
      this.querySelector(".body")?.before(this.#toolbar.element);
    }
    if (this.#toolbar) this.#toolbar.element.hidden = !wanted;
  }

  #showLeftovers(live: LiveText): void {
    const { list } = live.leftovers;
    if (this.#panel?.dataset["count"] === String(list.length)) return;
    this.#panel?.remove();
    this.#panel = undefined;
    if (list.length === 0) return;
    this.#panel = leftoverPanel(list, () => { live.dismiss(); });
    this.#panel.dataset["count"] = String(list.length);
    this.append(this.#panel);
  }

  /** The text is not this person's to see any more: nothing of it stays but the person's own unsent words. */
  #close(): void {
    this.#editor?.destroy();
    this.#editor = undefined;
    this.querySelector(".body")?.replaceChildren();
  }

  #sorry(sentence: string): void {
    const place = this.querySelector<HTMLElement>(".saved");
    place?.setAttribute("aria-live", "assertive");
    if (place) place.lastChild?.replaceWith(sentence);
  }

  #point(point: Hears["point"]): void {
    if (this.#editor && point.client !== this.#plan?.you?.client) showCaret(this.#editor.view, point);
  }

  #meet(people: Person[]): void {
    const editor = this.#editor;
    if (!editor) return;
    keepCarets(editor.view, people.map((one) => one.client));
    if (people.length < 2 || !ownPlace(editor.view)) return;
    setTimeout(() => {
      if (!editor.isDestroyed && this.#live) this.#plan?.point(this.#live.text, ownPlace(editor.view));
    }, FOR_NEWCOMERS);
  }

  #mark(): void {
    const editor = this.#editor;
    if (!editor || !this.#live) return;
    const here = anchorsIn(this.#live.text);
    showAnchors(editor.view, here.flatMap((one) => one.anchored ?? []));
    this.#showGone();
  }

  #showGone(): void {
    this.#gone = undefined;
    for (const one of anchorsIn(this.#live?.text ?? "")) one.showGone(!this.querySelector(`mark[data-thread="${CSS.escape(one.thread)}"]`));
  }

  // on the document: a reader selects words (with caret browsing, say) in a text that cannot have the focus
  readonly #key = (event: KeyboardEvent): void => {
    if (!this.#editor?.view.dom.contains(getSelection()?.anchorNode ?? null)) return;
    if (!this.#shortcut(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #shortcut(event: KeyboardEvent): boolean {
    const held = [event.ctrlKey || event.metaKey, event.altKey, event.shiftKey].map(Number).join("");
    switch (`${event.code} ${held}`) {
      case "F10 010": return this.#toolbar?.focus() ?? false;
      case "KeyK 100": return this.#toolbar?.press("link") ?? false;
      case "KeyM 110": return this.#comment?.comment() ?? false;
      default: return false;
    }
  }
}
