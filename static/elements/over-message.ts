import { t } from "../words/words";
import { leftoverPanel } from "./leftover-panel";
import { make } from "./make";

/** What stands in a plan's place when it may not be seen any more. */
export function overMessage(message: string, words: string, done: () => void): HTMLElement {
  const whole = make("section", { class: "card stack narrow" },
    make("h1", { tabindex: "-1" }, t("You no longer have access to this plan")),
    make("p", {}, message === "" ? t("If this is wrong, ask the school.") : message),
    make("p", {}, make("a", { class: "btn main", href: "/" }, t("To the start page"))));
  if (words === "") return whole;
  const panel = leftoverPanel([{ code: "forbidden", message: "", words, entries: [] }], () => {
    done();
    panel.remove();
  });
  whole.append(panel);
  return whole;
}
