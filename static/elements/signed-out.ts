import type { LineState } from "../sync/line";
import { t } from "../words/words";
import { person, theLine } from "./live";
import { make } from "./make";

/** What a page holds of its reader, and what only they may do. */
const OWN = "main, .path-nav, .search, .to-search, notice-badge, read-aloud, .menu:has([data-sign-out])";

let away: { section: HTMLElement; hidden: HTMLElement[]; title: string } | undefined;

/** When the session has ended, wherever, the page says so and shows nothing of what it holds until the same person is signed in again. */
export function watchSession(): void {
  if (person() === undefined) return;
  const turn = (state: LineState): void => {
    if (state === "signed-out") leave();
    else if (state === "live") comeBack();
  };
  turn(theLine().state);
  theLine().changed.on(turn);
}

function leave(): void {
  if (away) return;
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  const hidden = [...document.querySelectorAll<HTMLElement>(OWN)].filter((one) => !one.hidden);
  const section = said(isTyped());
  away = { section, hidden, title: document.title };
  for (const one of hidden) one.hidden = true;
  document.title = t("You are signed out");
  document.body.append(section);
  section.querySelector<HTMLElement>("h1")?.focus();
}

function comeBack(): void {
  if (!away) return;
  away.section.remove();
  for (const one of away.hidden) one.hidden = false;
  document.title = away.title;
  document.querySelector<HTMLElement>("main")?.focus();
  away = undefined;
}

/** Words in a text are kept on the device. What was typed into a form is only here, so signing in leaves this page as it is. */
function said(typed: boolean): HTMLElement {
  const writes = document.querySelector("live-text") !== null;
  const then = encodeURIComponent(location.pathname + location.search);
  return make("main", { class: "wrap" }, make("section", { class: "card stack narrow slim" },
    make("h1", { tabindex: "-1" }, t("You are signed out")),
    make("p", {}, writes ? t("What you wrote is kept on this device and sent when you have signed in again.") : t("When you have signed in again, the page is shown as it was.")),
    ...(typed ? [make("p", {}, t("What you have typed waits here until you have signed in, in a new window."))] : []),
    make("p", {}, make("a", { class: "btn main", href: `/sign-in?then=${then}`, target: typed && "_blank" }, t("Sign in")))));
}

function isTyped(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("main :is(textarea, input:not([type=hidden]))")]
    .some((field) => field.value !== field.defaultValue);
}
