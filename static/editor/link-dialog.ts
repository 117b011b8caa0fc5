import type { Editor } from "@tiptap/core";
import { make } from "../elements/make";
import { t } from "../words/words";
import { meantAddress } from "./link";

/** Asks for the address of a link, for the selected words or those of the link that the caret stands in. */
export function askForLink(editor: Editor, beside: HTMLElement): void {
  const before = editor.getAttributes("link")["href"] as string | undefined;
  const dialog = linkDialog(before);
  const form = dialog.querySelector("form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = (event.submitter as HTMLButtonElement | null)?.value;
    if (answer === "set" && !setLink(editor, dialog)) return;
    if (answer === "remove") editor.chain().extendMarkRange("link").unsetLink().run();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    editor.commands.focus();
  });
  beside.after(dialog);
  dialog.showModal();
}

function setLink(editor: Editor, dialog: HTMLDialogElement): boolean {
  const field = dialog.querySelector("input");
  const href = meantAddress(field?.value ?? "");
  if (href === undefined) {
    dialog.querySelector<HTMLElement>(".wrong")?.removeAttribute("hidden");
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
    return false;
  }
  const chain = editor.chain().extendMarkRange("link");
  if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  else chain.setLink(href).run();
  return true;
}

function linkDialog(before: string | undefined): HTMLDialogElement {
  const field = make("input", { id: "link-address", type: "text", inputmode: "url", autocomplete: "off", dir: "ltr", value: before ?? "", "aria-describedby": "link-wrong" });
  const wrong = make("p", { id: "link-wrong", class: "wrong", role: "alert", hidden: true }, t("Write the address of a web page or an e-mail address, such as skolan.se."));
  const buttons = make("p", { class: "row" },
    make("button", { class: "btn main", value: "set" }, t("Link")),
    ...(before === undefined ? [] : [make("button", { class: "btn", value: "remove" }, t("Remove the link"))]),
    make("button", { class: "btn", value: "cancel" }, t("Cancel")));
  return make("dialog", { class: "card", "aria-labelledby": "link-title" },
    make("form", { method: "dialog", class: "stack" },
      make("h2", { id: "link-title" }, t("Link")),
      make("label", { for: "link-address" }, t("Address")), field, wrong, buttons));
}
