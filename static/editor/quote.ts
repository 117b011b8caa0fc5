import type { Editor } from "@tiptap/core";

/** Writes words that were taken over as a paragraph of their own at the end of a text, after where they are from: an edit like any other. */
export function appendQuote(editor: Editor, origin: string, words: string): void {
  const { doc } = editor.state;
  const last = doc.lastChild;
  const end = doc.content.size;
  const isEmpty = last?.type.name === "paragraph" && last.content.size === 0;
  const line = {
    type: "paragraph",
    content: [
      { type: "text", text: `${origin} `, marks: [{ type: "italic" }] },
      { type: "text", text: words },
    ],
  };
  editor.commands.insertContentAt(isEmpty ? { from: end - last.nodeSize, to: end } : end, line, { updateSelection: false });
}
