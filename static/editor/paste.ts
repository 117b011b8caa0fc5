import type { Slice } from "@tiptap/pm/model";

/** So many letters fit in one edit with room to spare (262,144 bytes); a book is not pasted into a plan by intent. */
const LARGEST_PASTE = 50_000;

export function tooLargeToPaste(slice: Slice): boolean {
  return slice.content.textBetween(0, slice.content.size, "\n").length > LARGEST_PASTE;
}
