import { Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { find, stay, stayBefore } from "./positions";
import { settle } from "./settle";

/** A piece of a text that a comment is about: two Yjs relative positions as JSON. */
export interface Anchor {
  start: unknown;
  end: unknown;
}

export interface Anchored {
  thread: string;
  anchor: Anchor;
}

interface Marks {
  anchored: readonly Anchored[];
  drawn: DecorationSet;
}

const key = new PluginKey<Marks>("anchors");
const LONGEST_QUOTE = 500;

/** Marks the pieces of the text that comments are about, wherever they have moved to. */
export function anchors(open: (thread: string) => void): Plugin<Marks> {
  return new Plugin<Marks>({
    key,
    state: {
      init: () => ({ anchored: [], drawn: DecorationSet.empty }),
      apply(transaction, was, _before, now) {
        const given = transaction.getMeta(key) as readonly Anchored[] | undefined;
        const remote = (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin;
        if (given || remote) return draw(now, given ?? was.anchored);
        return transaction.docChanged ? { ...was, drawn: was.drawn.map(transaction.mapping, transaction.doc) } : was;
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.drawn,
      handleClick(_view, _at, event) {
        const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-thread]") : null;
        if (mark?.dataset["thread"]) open(mark.dataset["thread"]);
        return false; // the caret goes where it was put all the same
      },
    },
  });
}

export function showAnchors(view: EditorView, anchored: readonly Anchored[]): void {
  settle(view);
  view.dispatch(view.state.tr.setMeta(key, anchored));
}

function draw(state: EditorState, anchored: readonly Anchored[]): Marks {
  const drawn = anchored.flatMap(({ thread, anchor }) => {
    const [from, to] = [find(state, anchor.start), find(state, anchor.end)];
    if (from === undefined || to === undefined || from >= to) return []; // its words are gone; the thread keeps them as a quote
    return [Decoration.inline(from, to, { nodeName: "mark", "data-thread": thread })];
  });
  return { anchored, drawn: DecorationSet.create(state.doc, drawn) };
}

/** The selected piece of text, ready to be commented on. */
export function selectedAnchor(state: EditorState): { anchor: Anchor; quote: string } | undefined {
  const { from, to, empty } = state.selection;
  const quote = state.doc.textBetween(from, to, " ").trim();
  const [start, end] = [stayBefore(state, from), stay(state, to)];
  if (empty || quote === "" || !start || !end) return undefined;
  // as JSON at once: a class of Yjs must not leave this file
  const anchor = JSON.parse(JSON.stringify({ start, end })) as Anchor;
  return { anchor, quote: quote.length > LONGEST_QUOTE ? `${quote.slice(0, LONGEST_QUOTE - 1)}…` : quote };
}
