import { wrappingInputRule, type AnyExtension } from "@tiptap/core";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import Italic from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import Text from "@tiptap/extension-text";
import { Link } from "./link";

export const SUB_HEADING = 3;

// every line finds its own direction: a Swedish answer may stand under an Arabic question
const anyDirection = { HTMLAttributes: { dir: "auto" } };

const SubHeading = Heading.extend({
  addAttributes() {
    return { level: { default: SUB_HEADING, rendered: false } };
  },
  // whatever rank a heading had where it was copied from, here it is a sub-heading
  parseHTML() {
    return [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: SUB_HEADING } }));
  },
}).configure({ levels: [SUB_HEADING], ...anyDirection });

const NumberedList = OrderedList.extend({
  addAttributes() {
    return { start: { default: 1, parseHTML: (list: HTMLElement) => wholeNumber(list.getAttribute("start")) } };
  },
  // a number that is too high for the protocol begins no list: "20261. " stays what was typed
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d{1,4})\.\s$/,
        type: this.type,
        getAttributes: (typed) => ({ start: Number(typed[1]) }),
        joinPredicate: (typed, list) => list.childCount + (list.attrs as { start: number }).start === Number(typed[1]),
      }),
    ];
  },
  // plain text that looks like a list stays plain text
  addProseMirrorPlugins() {
    return [];
  },
});

const Item = ListItem.extend({
  // not Tab: it must always lead on to the next thing on the page
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      "Mod-]": () => this.editor.commands.sinkListItem(this.name),
      "Mod-[": () => this.editor.commands.liftListItem(this.name),
    };
  },
});

/** The schema of a text, as realtime/PROTOCOL.md gives it; nothing else can be typed, pasted or shown. */
export const schema: AnyExtension[] = [
  Document,
  Paragraph.configure(anyDirection),
  SubHeading,
  BulletList,
  NumberedList,
  Item,
  ListKeymap,
  HardBreak,
  Text,
  Bold,
  Italic,
  Link,
];

function wholeNumber(written: string | null): number {
  const start = Number(written ?? 1);
  return Number.isInteger(start) && start > 0 && start < 10_000 ? start : 1;
}
