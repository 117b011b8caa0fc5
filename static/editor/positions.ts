import type { EditorState } from "@tiptap/pm/state";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey, type ProsemirrorBinding } from "@tiptap/y-tiptap";
import * as Y from "yjs";

function bindingOf(state: EditorState): ProsemirrorBinding | undefined {
  const sync = ySyncPluginKey.getState(state) as { binding?: ProsemirrorBinding } | undefined;
  return sync?.binding;
}

/** A place in the editor as one that stays where it is in the words, whatever is written around it. */
export function stay(state: EditorState, at: number): Y.RelativePosition | undefined {
  const binding = bindingOf(state);
  return binding && (absolutePositionToRelativePosition(at, binding.type, binding.mapping) as Y.RelativePosition);
}

/** As `stay`, but held by the letter after it: what is written just before does not belong. */
export function stayBefore(state: EditorState, at: number): Y.RelativePosition | undefined {
  const binding = bindingOf(state);
  const place = stay(state, at);
  const found = binding && place && Y.createAbsolutePositionFromRelativePosition(place, binding.doc);
  if (!(found?.type instanceof Y.XmlText) || found.index >= found.type.length) return place;
  return Y.createRelativePositionFromTypeIndex(found.type, found.index, 0);
}

/** Where such a place is in the editor now, if its words have come and have not gone. */
export function find(state: EditorState, place: unknown): number | undefined {
  const binding = bindingOf(state);
  if (!binding || typeof place !== "object" || place === null) return undefined;
  try {
    const relative = Y.createRelativePositionFromJSON(place);
    const at = relativePositionToAbsolutePosition(binding.doc, binding.type, relative, binding.mapping) ?? textStart(binding, relative);
    return at === undefined || at < 0 || at > state.doc.content.size ? undefined : at;
  } catch {
    return undefined; // malformed, or of a document that has gone
  }
}

// y-tiptap takes the very first letter of a text for a place that it could not find
function textStart(binding: ProsemirrorBinding, place: Y.RelativePosition): number | undefined {
  const found = Y.createAbsolutePositionFromRelativePosition(place, binding.doc);
  const first = binding.type.length > 0 ? binding.type.get(0) : undefined;
  return found?.type instanceof Y.XmlText && found.index === 0 && found.type.parent === first ? 1 : undefined;
}
