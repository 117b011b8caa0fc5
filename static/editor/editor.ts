import { Editor } from "@tiptap/core";
import { t } from "../words/words";
import { Binding, type Bound } from "./binding";
import { tooLargeToPaste } from "./paste";
import { schema } from "./schema";

export interface EditorOptions extends Bound {
  /** The element that becomes the editable; what it holds is replaced. */
  place: HTMLElement;
  label: string;
  editable: boolean;
  /** Something the person asked for could not be done; the sentence says what. */
  sorry: (sentence: string) => void;
}

/** An editor on one shared text. Not editable, it shows the text as it grows. */
export function createEditor({ place, label, editable, sorry, ...bound }: EditorOptions): Editor {
  const made: { editor?: Editor } = {}; // the attributes are asked for while it is being made
  const editor = new Editor({
    element: { mount: place },
    extensions: [...schema, Binding.configure(bound)],
    editable,
    injectCSS: false, // the styles are the page's own
    editorProps: {
      attributes: (): Record<string, string> => attributes(label, made.editor?.isEditable ?? editable),
      handlePaste(_view, _event, slice) {
        if (!tooLargeToPaste(slice)) return false;
        sorry(t("That is too much to paste at once. Paste a smaller piece."));
        return true;
      },
    },
  });
  made.editor = editor;
  return editor;
}

function attributes(label: string, editable: boolean): Record<string, string> {
  const named = { "aria-label": label };
  return editable ? { role: "textbox", "aria-multiline": "true", ...named } : { role: "group", ...named };
}
