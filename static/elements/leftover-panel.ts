import type { Leftover } from "../sync/leftovers";
import type { Code } from "../sync/protocol";
import { t } from "../words/words";
import { make } from "./make";

/** Shows words that could not be saved, to be copied; they stay until the person says that they are taken care of. */
export function leftoverPanel(leftovers: readonly Pick<Leftover, "code" | "message" | "words">[], done: () => void): HTMLElement {
  const words = leftovers.map((left) => left.words).join("\n");
  const why = leftovers.map(({ code, message }) => (message === "" ? reason(code) : message));
  const text = make("pre", { class: "words", dir: "auto", tabindex: "0", role: "group", "aria-label": t("Your words") }, words);
  const copied = make("span", { class: "soft small", role: "status" });
  const copy = make("button", { type: "button", class: "btn main" }, t("Copy"));
  copy.addEventListener("click", () => void copyWords(words, text).then((sentence) => { copied.textContent = sentence; }));
  const close = make("button", { type: "button", class: "btn" }, t("I have taken care of them"));
  close.addEventListener("click", done);
  return make("section", { class: "leftover", role: "alert" },
    make("h3", {}, t("These words of yours are not saved")),
    ...[...new Set(why)].map((sentence) => make("p", {}, sentence)),
    text,
    make("p", { class: "row" }, copy, close, copied));
}

async function copyWords(words: string, shown: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(words);
    return t("Copied");
  } catch {
    getSelection()?.selectAllChildren(shown); // where the page may not copy, the person can
    return t("Selected: copy them with your keyboard or menu");
  }
}

function reason(code: Code): string {
  switch (code) {
    case "locked": return t("The text was locked before they arrived.");
    case "epoch": return t("The text began afresh before they arrived.");
    case "full": return t("The text is as long as it may be.");
    case "too_large": return t("They are too many to send at once.");
    case "unknown": return t("You no longer see this text.");
    case "schema":
    case "form":
    case "gap": return t("They could not be fitted into the text.");
    default: return t("You may no longer write here.");
  }
}
