import type { Editor } from "@tiptap/core";
import { make, picture } from "../elements/make";
import { t } from "../words/words";
import { askForLink } from "./link-dialog";
import { tools, type Tool } from "./tools";

/** The buttons over a text: one stop for Tab, arrows within, Escape back into the text. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #buttons: [HTMLButtonElement, Tool][];
  #editor: Editor | undefined;

  constructor(label: string) {
    this.element = make("div", { class: "toolbar", role: "toolbar", "aria-label": t("Formatting: {text}", { text: label }) });
    this.#buttons = tools((editor) => { askForLink(editor, this.element); }).map((tool) => [this.#button(tool), tool]);
    this.element.append(...this.#buttons.map(([button]) => button));
    this.element.addEventListener("keydown", (event) => { this.#key(event); });
    this.#roveTo(0);
  }

  /** Works on the given editor from now on; shows what applies at its caret. */
  attach(editor: Editor): void {
    this.#editor = editor;
    editor.on("transaction", () => { this.#show(); });
    this.#show();
  }

  /** Alt+F10: from the text to its buttons. */
  focus(): boolean {
    if (this.element.hidden) return false;
    this.element.querySelector<HTMLButtonElement>("[tabindex='0']")?.focus();
    return true;
  }

  /** As if the button of that name were pressed. */
  press(name: string): boolean {
    const tool = this.#buttons.find(([, one]) => one.name === name)?.[1];
    if (!tool || !this.#editor || this.element.hidden) return false;
    tool.act(this.#editor);
    return true;
  }

  #button(tool: Tool): HTMLButtonElement {
    const label = tool.label();
    const button = make("button", { type: "button", class: `tool tool-${tool.name}`, "aria-label": label, title: label, "aria-keyshortcuts": tool.keys, tabindex: "-1" }, picture(tool.picture));
    button.addEventListener("mousedown", (event) => { event.preventDefault(); }); // the selection stays where it is
    button.addEventListener("click", () => {
      if (this.#editor && button.getAttribute("aria-disabled") !== "true") tool.act(this.#editor);
    });
    return button;
  }

  #show(): void {
    const editor = this.#editor;
    if (!editor || editor.isDestroyed) return;
    for (const [button, tool] of this.#buttons) {
      if (tool.pressed) button.setAttribute("aria-pressed", String(tool.pressed(editor)));
      // not "disabled": a button that loses the focus by being pressed leaves the keyboard nowhere
      if (tool.can) button.setAttribute("aria-disabled", String(!tool.can(editor)));
    }
  }

  #key(event: KeyboardEvent): void {
    const buttons = this.#buttons.map(([button]) => button);
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const forth = getComputedStyle(this.element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forth === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const last = buttons.length - 1;
    const to = { [forth]: at === last ? 0 : at + 1, [back]: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") this.#editor?.commands.focus();
    else if (to === undefined) return;
    else {
      this.#roveTo(to);
      buttons[to]?.focus();
    }
    event.preventDefault();
  }

  #roveTo(at: number): void {
    for (const [index, [button]] of this.#buttons.entries()) button.tabIndex = index === at ? 0 : -1;
  }
}
