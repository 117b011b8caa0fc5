import { t } from "../words/words";
import { liveTexts, person, theKeptForms, theOutbox } from "./live";
import { make } from "./make";

/** `<form data-sign-out>`: signing out clears what the device kept; unsent words are asked about first. */
export function watchSignOut(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-sign-out]")) return;
    event.preventDefault();
    void signOut(form);
  });
}

async function signOut(form: HTMLFormElement): Promise<void> {
  const me = person();
  const kept = [theOutbox(), theKeptForms()];
  const counts = me === undefined ? [] : await Promise.all(kept.map((one) => one.count(me).catch(() => 0)));
  const words = liveTexts().map((text) => text.words).filter(Boolean).join("\n");
  if ((counts.some((count) => count > 0) || words !== "") && !(await mayBeLost(words))) return;
  if (me !== undefined) await Promise.all(kept.map((one) => one.clear(me).catch(() => undefined)));
  leaving = true;
  form.submit(); // does not fire "submit" again
}

let leaving = false;

/** The person has chosen to go, whatever is unsent. */
export function isLeaving(): boolean {
  return leaving;
}

function mayBeLost(words: string): Promise<boolean> {
  const dialog = make("dialog", { class: "card", "aria-labelledby": "sign-out-title" },
    make("form", { method: "dialog", class: "stack" },
      make("h2", { id: "sign-out-title" }, t("Not everything you wrote is saved")),
      make("p", {}, t("Some of what you wrote is only on this device. Signing out removes it.")),
      ...(words === "" ? [] : [make("pre", { class: "words", dir: "auto", tabindex: "0", role: "group", "aria-label": t("Your words") }, words)]),
      make("p", { class: "row" },
        make("button", { class: "btn main", value: "stay" }, t("Stay signed in")),
        make("button", { class: "btn", value: "leave" }, t("Sign out all the same")))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "leave");
    });
  });
}
