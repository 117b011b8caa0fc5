import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type { Hears, Place } from "../sync/protocol";
import { find, stay } from "./positions";
import { settle } from "./settle";

/** Somebody else's caret and selection. The name is the server's word, never the other page's. */
interface Caret {
  name: string;
  colour: number;
  at: Place;
  /** Rises as the caret moves: its name shows again. */
  moves: number;
  anchor?: number;
  head?: number;
}

interface Carets {
  by: Map<string, Caret>;
  drawn: DecorationSet;
}

type Change = { point: Hears["point"] } | { present: string[] };

const key = new PluginKey<Carets>("carets");
/** At most so often one's own caret is told of. */
const PACE = 100;

export function carets(tell: (at: Place | null) => void): Plugin<Carets> {
  return new Plugin<Carets>({
    key,
    state: {
      init: () => ({ by: new Map(), drawn: DecorationSet.empty }),
      apply: step,
    },
    props: { decorations: (state) => key.getState(state)?.drawn },
    view: (view) => new OwnCaret(view, tell),
  });
}

export function showCaret(view: EditorView, point: Hears["point"]): void {
  settle(view);
  view.dispatch(view.state.tr.setMeta(key, { point } satisfies Change));
}

/** Takes away the carets of those who have gone. */
export function keepCarets(view: EditorView, present: string[]): void {
  settle(view);
  view.dispatch(view.state.tr.setMeta(key, { present } satisfies Change));
}

function step(transaction: Transaction, was: Carets, _before: EditorState, now: EditorState): Carets {
  const change = transaction.getMeta(key) as Change | undefined;
  const remote = (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin;
  if (change) return draw(now, "point" in change ? moved(was.by, change.point) : remaining(was.by, change.present));
  if (remote) return draw(now, was.by);
  return transaction.docChanged ? { by: was.by, drawn: was.drawn.map(transaction.mapping, transaction.doc) } : was;
}

function moved(by: Map<string, Caret>, { client, name, colour, at }: Hears["point"]): Map<string, Caret> {
  const next = new Map(by);
  const before = by.get(client);
  if (at) next.set(client, { ...before, name, colour, at, moves: (before?.moves ?? 0) + 1 });
  else next.delete(client);
  return next;
}

function remaining(by: Map<string, Caret>, present: string[]): Map<string, Caret> {
  return new Map([...by].filter(([client]) => present.includes(client)));
}

function draw(state: EditorState, by: Map<string, Caret>): Carets {
  const size = state.doc.content.size;
  const drawn = [...by].flatMap(([client, caret]) => {
    // a caret may be heard of before the words it stands in; until they come it stays where it was
    caret.anchor = Math.min(find(state, caret.at.anchor) ?? caret.anchor ?? size, size);
    caret.head = Math.min(find(state, caret.at.head) ?? caret.head ?? size, size);
    return decorations(client, caret, caret.anchor, caret.head);
  });
  return { by, drawn: DecorationSet.create(state.doc, drawn) };
}

function decorations(client: string, caret: Caret, anchor: number, head: number): Decoration[] {
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
  const selection = Decoration.inline(from, to, { class: "caret-range", style: colour(caret) });
  const bar = Decoration.widget(head, () => element(caret), { key: `${client} ${caret.moves}`, side: 10, ignoreSelection: true });
  return from === to ? [bar] : [selection, bar];
}

function element(caret: Caret): HTMLElement {
  const bar = document.createElement("span");
  bar.className = "caret";
  bar.dataset["who"] = caret.name;
  bar.setAttribute("aria-hidden", "true"); // who is here is said in words elsewhere
  bar.style.cssText = colour(caret);
  return bar;
}

function colour(caret: Caret): string {
  return `--c: var(--p${Math.min(8, Math.max(1, Math.trunc(caret.colour) || 1))})`;
}

/** Tells the others where one's own caret is, while the editor has the focus. */
class OwnCaret {
  #told = "null";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: EditorView,
    private readonly tell: (at: Place | null) => void,
  ) {}

  update(view: EditorView, before: EditorState): void {
    const same = before.doc.eq(view.state.doc) && before.selection.eq(view.state.selection);
    if (!same || view.hasFocus() !== (this.#told !== "null")) this.#timer ??= setTimeout(() => { this.#look(); }, PACE);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    if (this.#told !== "null") this.tell(null);
  }

  #look(): void {
    this.#timer = undefined;
    const at = ownPlace(this.view);
    const text = JSON.stringify(at);
    if (text === this.#told) return;
    this.#told = text;
    this.tell(at);
  }
}

/** Where one's own caret is now; null without the focus. */
export function ownPlace(view: EditorView): Place | null {
  if (!view.editable || !view.hasFocus()) return null;
  const { anchor, head } = view.state.selection;
  const [from, to] = [stay(view.state, anchor), stay(view.state, head)];
  return from && to ? { anchor: from, head: to } : null;
}
