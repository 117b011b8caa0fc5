import { Extension } from "@tiptap/core";
import { redo, undo, ySyncPlugin, yUndoPlugin, yUndoPluginKey } from "@tiptap/y-tiptap";
import type { EditorState, Plugin } from "@tiptap/pm/state";
import type { UndoManager, XmlFragment } from "yjs";
import { anchors } from "./anchors";
import { carets } from "./carets";
import { emptyNote } from "./empty-note";
import type { Place } from "../sync/protocol";

export interface Bound {
  body: XmlFragment;
  point: (at: Place | null) => void;
  openThread: (thread: string) => void;
  /** What a reader sees where nothing is written. */
  emptySays: string;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    binding: {
      undo: () => ReturnType;
      redo: () => ReturnType;
    };
  }
}

/** Ties the editor to its shared text: every change goes there, and undo takes back only one's own. */
export const Binding = Extension.create<Bound>({
  name: "binding",
  priority: 1000,

  addProseMirrorPlugins() {
    const { body, point, openThread, emptySays } = this.options;
    return [ySyncPlugin(body) as Plugin, yUndoPlugin(), carets(point), anchors(openThread), emptyNote(emptySays, () => this.editor.isEditable)];
  },

  addCommands() {
    return {
      undo: () => ({ tr, state, dispatch }) => {
        tr.setMeta("preventDispatch", true); // the change comes back through the shared text
        return dispatch ? undo(state) : canUndo(state);
      },
      redo: () => ({ tr, state, dispatch }) => {
        tr.setMeta("preventDispatch", true);
        return dispatch ? redo(state) : canRedo(state);
      },
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-z": () => this.editor.commands.undo(),
      "Mod-y": () => this.editor.commands.redo(),
      "Shift-Mod-z": () => this.editor.commands.redo(),
    };
  },
});

function managerOf(state: EditorState): UndoManager | undefined {
  return (yUndoPluginKey.getState(state) as { undoManager?: UndoManager } | undefined)?.undoManager;
}

export function canUndo(state: EditorState): boolean {
  return (managerOf(state)?.undoStack.length ?? 0) > 0;
}

export function canRedo(state: EditorState): boolean {
  return (managerOf(state)?.redoStack.length ?? 0) > 0;
}
