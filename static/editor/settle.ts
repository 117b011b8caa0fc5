import type { EditorView } from "@tiptap/pm/view";

/**
 * Takes in a selection that the browser has made but not yet told of. What others do redraws the editor, and a redraw puts the
 * selection back to the one the editor knows: without this, words that a person has just selected could come loose.
 */
export function settle(view: EditorView): void {
  // the editor's own reader of the page; prosemirror-view has no public name for it
  (view as unknown as { domObserver: { flush: () => void } }).domObserver.flush();
}
