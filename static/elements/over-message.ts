import { t } from "../words/words";
import { leftoverPanel } from "./leftover-panel";
import { make } from "./make";

interface Over {
  title: string;
  message: string;
  /** What the person wrote here and can no longer send. */
  words: string;
  /** The person has taken care of these words. */
  done?: () => void;
  /** Whether there is a start page to go to: not for a guest. */
  hasStart?: boolean;
}

/** Lets go of what else names what the page showed: its title and the path above it. */
export function closePage(title: string): void {
  document.title = title;
  document.querySelector("header .path-nav")?.remove();
}

/** What stands in a page's place when it may not be seen any more. */
export function overMessage({ title, message, words, done, hasStart = true }: Over): HTMLElement {
  const whole = make("section", { class: "card stack narrow" },
    make("h1", { tabindex: "-1" }, title),
    make("p", {}, message === "" ? t("If this is wrong, ask the school.") : message),
    ...(hasStart ? [make("p", {}, make("a", { class: "btn main", href: "/" }, t("To the start page")))] : []));
  if (words === "") return whole;
  const panel = leftoverPanel([{ code: "forbidden", message: "", words }], () => {
    done?.();
    panel.remove();
  });
  whole.append(panel);
  return whole;
}
