import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

/** For a reader, says in an empty text that nothing is written yet. Whoever writes sees an empty line instead. */
export function emptyNote(sentence: string, writes: () => boolean): Plugin {
  const note = (): HTMLElement => {
    const words = document.createElement("span");
    words.className = "soft empty";
    words.textContent = sentence;
    return words;
  };
  return new Plugin({
    props: {
      decorations({ doc }) {
        const empty = doc.childCount === 1 && doc.firstChild?.isTextblock && doc.firstChild.content.size === 0;
        return empty && !writes() ? DecorationSet.create(doc, [Decoration.widget(1, note, { key: "empty" })]) : null;
      },
    },
  });
}
