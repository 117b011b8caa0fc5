import type { Editor } from "@tiptap/core";
import { t } from "../words/words";
import { canRedo, canUndo } from "./binding";
import { SUB_HEADING } from "./schema";

/** One button of the toolbar. */
export interface Tool {
  name: string;
  label: () => string;
  /** The keys that do the same, as aria-keyshortcuts wants them. */
  keys?: string;
  picture: string;
  /** Stays pressed while it applies to where the caret is. */
  pressed?: (editor: Editor) => boolean;
  can?: (editor: Editor) => boolean;
  act: (editor: Editor) => void;
}

export const tools = (link: (editor: Editor) => void): Tool[] => [
  {
    name: "bold", label: () => t("Bold"), keys: "Control+B", picture: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
    pressed: (editor) => editor.isActive("bold"), act: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    name: "italic", label: () => t("Italic"), keys: "Control+I", picture: "M11 5h7M6 19h7M14.5 5l-5 14",
    pressed: (editor) => editor.isActive("italic"), act: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    name: "heading", label: () => t("Sub-heading"), keys: "Control+Alt+3", picture: "M6 5v14M18 5v14M6 12h12",
    pressed: (editor) => editor.isActive("heading"), act: (editor) => editor.chain().focus().toggleHeading({ level: SUB_HEADING }).run(),
  },
  {
    name: "bullets", label: () => t("Bulleted list"), keys: "Control+Shift+8", picture: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
    pressed: (editor) => editor.isActive("bulletList"), act: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: "numbers", label: () => t("Numbered list"), keys: "Control+Shift+7", picture: "M10 6h10M10 12h10M10 18h10M4 5l1.5-1v4.5M3.8 15.2c.4-1.6 2.8-1.4 2.6.2-.1 1-2.6 2.6-2.6 3.4h2.8",
    pressed: (editor) => editor.isActive("orderedList"), act: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: "link", label: () => t("Link"), keys: "Control+K", picture: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1",
    pressed: (editor) => editor.isActive("link"), act: link,
  },
  {
    name: "undo", label: () => t("Undo"), keys: "Control+Z", picture: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
    can: (editor) => canUndo(editor.state), act: (editor) => editor.chain().focus().undo().run(),
  },
  {
    name: "redo", label: () => t("Redo"), keys: "Control+Y", picture: "m16 5 4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
    can: (editor) => canRedo(editor.state), act: (editor) => editor.chain().focus().redo().run(),
  },
];
