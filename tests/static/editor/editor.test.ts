import type { Editor } from "@tiptap/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { selectedAnchor, showAnchors, type Anchored } from "../../../static/editor/anchors";
import { keepCarets, showCaret } from "../../../static/editor/carets";
import { createEditor } from "../../../static/editor/editor";
import { meantAddress, webAddress } from "../../../static/editor/link";
import { stay } from "../../../static/editor/positions";

const editors: Editor[] = [];

beforeEach(() => {
  // jsdom draws nothing: where the page asks for a place on the screen, there is none
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  document.elementFromPoint = () => null;
});

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
  document.body.replaceChildren();
});

function editorOn(doc: Y.Doc, editable = true): Editor {
  const place = document.createElement("div");
  place.className = "body";
  document.body.append(place);
  const editor = createEditor({
    place, label: "Where am I now?", editable, sorry: vi.fn(),
    body: doc.getXmlFragment("body"), point: vi.fn(), openThread: vi.fn(), emptySays: "Nothing is written here yet.",
  });
  editors.push(editor);
  return editor;
}

/** Two pages with one text, each hearing the other at once. */
function twoPages(): [Y.Doc, Y.Doc] {
  const [one, two] = [new Y.Doc(), new Y.Doc()];
  one.on("update", (update: Uint8Array, origin) => { if (origin !== "wire") Y.applyUpdate(two, update, "wire"); });
  two.on("update", (update: Uint8Array, origin) => { if (origin !== "wire") Y.applyUpdate(one, update, "wire"); });
  return [one, two];
}

function paste(editor: Editor, html: string): void {
  editor.view.pasteHTML(html, new Event("paste") as ClipboardEvent);
}

/** Everything in a fragment: names, attributes, letters with their marks. */
function onTheWire(node: Y.XmlFragment | Y.XmlElement): unknown[] {
  return node.toArray().map((child) => {
    if (child instanceof Y.XmlText) return child.toDelta() as unknown;
    const element = child as Y.XmlElement;
    return [element.nodeName, element.getAttributes(), ...onTheWire(element)];
  });
}

describe("what goes over the wire", () => {
  it("is the protocol's schema, name by name", () => {
    const doc = new Y.Doc();
    const editor = editorOn(doc);
    paste(editor, `<h1>Rubrik</h1><p>Vanlig <b>fet</b> <i>lutad</i> <a href="https://skolan.se" class="x" target="_top" title="t">länk</a><br>ny rad</p>
      <ul><li>ett</li></ul><ol start="3" type="a"><li><p>tre</p></li></ol>`);
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual([
      ["heading", { level: 3 }, [{ insert: "Rubrik" }]],
      ["paragraph", {}, [
        { insert: "Vanlig " }, { insert: "fet", attributes: { bold: {} } }, { insert: " " },
        { insert: "lutad", attributes: { italic: {} } }, { insert: " " },
        { insert: "länk", attributes: { link: { href: "https://skolan.se" } } },
      ], ["hardBreak", {}], [{ insert: "ny rad" }]],
      ["bulletList", {}, ["listItem", {}, ["paragraph", {}, [{ insert: "ett" }]]]],
      ["orderedList", { start: 3 }, ["listItem", {}, ["paragraph", {}, [{ insert: "tre" }]]]],
    ]);
  });

  it("is nothing at all until something is written", () => {
    const doc = new Y.Doc();
    editorOn(doc);
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual([]);
    expect(doc.store.clients.size).toBe(0);
  });

  it.each([
    ["a link of another scheme", `<p><a href="javascript:alert(1)">klicka</a></p>`, [["paragraph", {}, [{ insert: "klicka" }]]]],
    ["a picture, a table, a script", `<p>a<img src="https://x.se/y.png" onerror="alert(1)"></p><table><tr><td>cell</td></tr></table><script>alert(1)</script>`, [["paragraph", {}, [{ insert: "a" }]], ["paragraph", {}, [{ insert: "cell" }]]]],
    ["colours and classes", `<p style="color:red" class="x" id="y" data-z="1"><span style="font-size:40px">ord</span></p>`, [["paragraph", {}, [{ insert: "ord" }]]]],
    ["a list that starts nowhere", `<ol start="-4"><li>ett</li></ol>`, [["orderedList", { start: 1 }, ["listItem", {}, ["paragraph", {}, [{ insert: "ett" }]]]]]],
  ])("is cleaned when pasted: %s", (_what, html, wanted) => {
    const doc = new Y.Doc();
    paste(editorOn(doc), html);
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual(wanted);
  });

  it("follows what the toolbar does, and leaves nothing behind when it is undone", () => {
    const doc = new Y.Doc();
    const editor = editorOn(doc);
    editor.commands.insertContent("hej");
    editor.chain().selectAll().toggleBold().setLink("mailto:a@b.se").run();
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual([["paragraph", {}, [{ insert: "hej", attributes: { bold: {}, link: { href: "mailto:a@b.se" } } }]]]);
    editor.chain().selectAll().toggleBold().unsetLink().toggleOrderedList().run();
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual([["orderedList", { start: 1 }, ["listItem", {}, ["paragraph", {}, [{ insert: "hej" }]]]]]);
    editor.chain().toggleOrderedList().toggleHeading({ level: 3 }).run();
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual([["heading", { level: 3 }, [{ insert: "hej" }]]]);
    editor.chain().toggleHeading({ level: 3 }).run();
    expect(onTheWire(doc.getXmlFragment("body"))).toEqual([["paragraph", {}, [{ insert: "hej" }]]]);
  });
});

it.each([["3. ", "orderedList"], ["- ", "bulletList"], ["### ", "heading"], ["20261. ", "paragraph"]])("typing %s begins a %s", (typed, begun) => {
  const doc = new Y.Doc();
  const editor = editorOn(doc);
  for (const letter of typed) {
    const { from, to } = editor.state.selection;
    if (!editor.view.someProp("handleTextInput", (handle) => handle(editor.view, from, to, letter, () => editor.state.tr))) editor.commands.insertContent(letter);
  }
  expect(editor.state.doc.firstChild!.type.name).toBe(begun);
});

describe("together", () => {
  it("shows what the other writes, and undoes only one's own", () => {
    const [one, two] = twoPages();
    const [anna, bo] = [editorOn(one), editorOn(two)];
    anna.commands.insertContent("Anna");
    bo.commands.insertContentAt(bo.state.doc.content.size - 1, " och Bo");
    expect(anna.getText()).toBe("Anna och Bo");
    anna.commands.undo();
    expect(bo.getText()).toBe(" och Bo");
    anna.commands.redo();
    expect(bo.getText()).toBe("Anna och Bo");
  });

  it("writes nothing from a reader's page", () => {
    const [one, two] = twoPages();
    const written = vi.fn();
    two.on("update", (_update, origin) => { if (origin !== "wire") written(); });
    const reader = editorOn(two, false);
    editorOn(one).commands.insertContent("läs detta");
    expect(reader.getText()).toBe("läs detta");
    expect(reader.view.dom.getAttribute("contenteditable")).toBe("false");
    expect(reader.view.dom.getAttribute("role")).toBe("group");
    expect(written).not.toHaveBeenCalled();
  });

  it("is a named textbox, without style sheets of its own", () => {
    const editor = editorOn(new Y.Doc());
    const { dom } = editor.view;
    expect([dom.getAttribute("role"), dom.getAttribute("aria-multiline"), dom.getAttribute("aria-label")]).toEqual(["textbox", "true", "Where am I now?"]);
    expect(dom.classList.contains("body")).toBe(true);
    expect(document.querySelector("style")).toBe(null);
    editor.setEditable(false);
    expect(dom.getAttribute("role")).toBe("group");
  });

  it("gives every line its own direction", () => {
    const editor = editorOn(new Y.Doc());
    editor.commands.insertContent("مرحبا");
    expect(editor.view.dom.querySelector("p")!.getAttribute("dir")).toBe("auto");
  });
});

describe("carets", () => {
  const point = (editor: Editor, from: number, to: number, client = "c2") => ({
    text: "t", client, name: "Bo <b>", colour: 3, at: JSON.parse(JSON.stringify({ anchor: stay(editor.state, from), head: stay(editor.state, to) })) as { anchor: unknown; head: unknown },
  });

  it("stand where the others are, with name and colour, and follow the words", () => {
    const [one, two] = twoPages();
    const [anna, bo] = [editorOn(one), editorOn(two)];
    anna.commands.insertContent("hej du");
    showCaret(anna.view, point(bo, 2, 4));
    const caret = anna.view.dom.querySelector<HTMLElement>(".caret")!;
    expect([caret.dataset["who"], caret.style.getPropertyValue("--c").trim()]).toEqual(["Bo <b>", "var(--p3)"]);
    expect(anna.view.dom.querySelector(".caret-range")!.textContent).toBe("ej");
    bo.commands.insertContentAt(1, "o");
    expect(anna.view.dom.querySelector(".caret-range")!.textContent).toBe("ej");
    showCaret(anna.view, { ...point(bo, 2, 4), at: null });
    expect(anna.view.dom.querySelector(".caret")).toBe(null);
  });

  it("go when their people go", () => {
    const doc = new Y.Doc();
    const anna = editorOn(doc);
    anna.commands.insertContent("hej");
    showCaret(anna.view, point(anna, 1, 1, "c2"));
    showCaret(anna.view, point(anna, 2, 2, "c3"));
    keepCarets(anna.view, ["c3"]);
    expect(anna.view.dom.querySelectorAll(".caret")).toHaveLength(1);
  });

  it("are not broken by a place that is no place", () => {
    const anna = editorOn(new Y.Doc());
    anna.commands.insertContent("hej");
    for (const at of [{ anchor: 5, head: "x" }, { anchor: { item: { client: 1, clock: 9 } }, head: { tname: "other" } }]) showCaret(anna.view, { text: "t", client: "c", name: "x", colour: 99, at });
    expect(anna.getText()).toBe("hej");
  });
});

describe("anchors of comments", () => {
  it("follow their words, also from the very first letter, and go when the words go", () => {
    const [one, two] = twoPages();
    const [anna, bo] = [editorOn(one), editorOn(two)];
    anna.commands.insertContent("svåra ord här");
    anna.commands.setTextSelection({ from: 1, to: 6 });
    const { anchor, quote } = selectedAnchor(anna.state)!;
    expect(quote).toBe("svåra");
    const anchored: Anchored[] = [{ thread: "t1", anchor }];
    showAnchors(bo.view, anchored);
    const marked = (): string | undefined => bo.view.dom.querySelector("mark[data-thread=t1]")?.textContent ?? undefined;
    expect(marked()).toBe("svåra");
    anna.commands.insertContentAt(1, "Mina ");
    expect(marked()).toBe("svåra");
    bo.commands.insertContentAt(bo.getText().indexOf("svåra") + 1 + 5, "st");
    expect(bo.getText()).toBe("Mina svårast ord här");
    anna.commands.deleteRange({ from: 6, to: 13 });
    expect(bo.getText()).toBe("Mina  ord här");
    expect(marked()).toBe(undefined);
  });

  it("open their thread when they are clicked", () => {
    const doc = new Y.Doc();
    const editor = editorOn(doc);
    editor.commands.insertContent("ord");
    editor.commands.selectAll();
    expect(selectedAnchor(editor.state)!.quote).toBe("ord");
    editor.commands.setTextSelection(1);
    expect(selectedAnchor(editor.state)).toBe(undefined);
  });
});

describe("addresses", () => {
  it("longer than the protocol allows may not stand in a text", () => {
    expect(webAddress(`https://${"x".repeat(2000)}`)).toBe(undefined);
  });

  it.each([
    ["https://skolan.se", "https://skolan.se"],
    ["HTTP://Skolan.se", "http://Skolan.se"],
    ["mailto:a@b.se", "mailto:a@b.se"],
    ["javascript:alert(1)", undefined],
    [" data:text/html,x", undefined],
    ["//skolan.se", undefined],
    ["https://a b", undefined],
    ["https://a\u200bb.se", undefined],
    ["https://åäö.se/å", "https://åäö.se/å"],
    [null, undefined],
  ])("%s may stand in a text: %s", (typed, address) => {
    expect(webAddress(typed)).toBe(address);
  });

  it.each([
    ["skolan.se/plan", "https://skolan.se/plan"],
    ["anna@skolan.se", "mailto:anna@skolan.se"],
    ["localhost.test:8000", "https://localhost.test:8000"],
    ["javascript:alert(1)", undefined],
    ["bara ord", undefined],
    ["", undefined],
  ])("%s is meant as %s", (typed, address) => {
    expect(meantAddress(typed)).toBe(address);
  });
});
