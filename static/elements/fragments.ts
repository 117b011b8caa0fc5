import htmx from "htmx.org";
import { t } from "../words/words";
import { refreshAnchors } from "./comment-anchor";
import { emptyForm } from "./comment-form";
import { dropKept } from "./kept-form";
import { theLine } from "./live";
import { make } from "./make";

/** What htmx tells about one request. */
interface Told {
  ctx?: { sourceElement?: Element; text?: string; response?: { status: number }; request: { method: string; action: string } };
}

/** A fragment that could not be fetched is fetched again after this time: no page stays stale. */
const AGAIN = 2000;

export function setUpHtmx(): void {
  // the status decides what a refusal looks like, never the place where an answer was to go
  htmx.config.noSwap = [204, 304, "4xx", "5xx"] as unknown as number[];
  htmx.config.history = false;
  htmx.config.defaultSwap = "innerMorph";
  htmx.config.implicitInheritance = false;
  htmx.config.morphSkip = "[hx-morph-skip], live-text, people-here, talk-chat, notice-badge, line-state, picture-cut, passkey-form, dialog";
  htmx.config.morphIgnore = [...htmx.config.morphIgnore, "open"]; // a menu that is open stays open when its list is drawn anew
  document.addEventListener("htmx:response:error", (event) => { failed((event as CustomEvent<Told>).detail); });
  document.addEventListener("htmx:error", (event) => { failed((event as CustomEvent<Told>).detail); });
  document.addEventListener("htmx:before:swap", notePlace);
  document.addEventListener("htmx:after:swap", () => {
    refreshAnchors();
    backToPlace();
  });
  document.addEventListener("htmx:after:request", (event) => { answered((event as CustomEvent<Told>).detail); });
}

function answered({ ctx }: Told): void {
  const form = ctx?.sourceElement;
  if (!(form instanceof HTMLFormElement) || (ctx?.response?.status ?? 500) >= 400) return;
  clearErrors(form);
  void dropKept(form);
  if (form.matches("[data-fresh-id]")) emptyForm(form);
  const menu = form.closest("details:not([data-stays])"); // where several things are done one after another it stays open
  if (menu?.contains(document.activeElement)) menu.querySelector("summary")?.focus(); // its button goes; the keyboard must be somewhere
  menu?.removeAttribute("open");
}

/** The goal, thread or comment in which the keyboard was before a list was drawn anew. */
let place: string | undefined;

function notePlace(): void {
  place = document.activeElement?.closest("[id][tabindex='-1']")?.id;
}

function backToPlace(): void {
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (lost && place !== undefined) document.getElementById(place)?.focus({ preventScroll: true });
  place = undefined;
}

function failed({ ctx }: Told): void {
  if (!ctx?.sourceElement) return;
  const { sourceElement: source, text = "" } = ctx;
  const status = ctx.response?.status ?? 0;
  const passing = status === 0 || status === 429 || status >= 500;
  if (status === 401) theLine().signedOut();
  if (source instanceof HTMLFormElement) explain(source, passing ? "" : text);
  else if (passing && listensForNews(source)) fetchAgain(source);
}

function listensForNews(fragment: Element): boolean {
  return fragment.getAttribute("hx-trigger")?.includes("news:") ?? false;
}

function fetchAgain(fragment: Element): void {
  const address = fragment.getAttribute("hx-get");
  setTimeout(() => {
    if (fragment.isConnected && address !== null) void htmx.ajax("GET", address, { source: fragment });
  }, AGAIN + Math.random() * AGAIN);
}

/** Says in a form what was wrong with it; nothing that was written goes away. */
export function explain(form: HTMLFormElement, answer: string): void {
  clearErrors(form);
  const given = new DOMParser().parseFromString(answer, "text/html").querySelector(".wrong");
  const error = given ? document.importNode(given, true) : make("div", { class: "wrong", role: "alert" }, make("p", {}, t("That did not get through. Nothing is lost: try again in a moment.")));
  error.removeAttribute("id");
  form.prepend(error);
  for (const line of error.querySelectorAll<HTMLElement>("[data-field]")) {
    const field = form.elements.namedItem(line.dataset["field"] ?? "");
    if (!(field instanceof HTMLElement)) continue;
    line.id = `wrong-${crypto.randomUUID()}`;
    field.setAttribute("aria-invalid", "true");
    describe(field, [line.id, ...describedBy(field)]);
  }
  (form.querySelector<HTMLElement>("[aria-invalid]") ?? form.querySelector<HTMLElement>("textarea, input:not([type=hidden], [hidden]), select, button"))?.focus();
}

export function clearErrors(form: HTMLFormElement): void {
  form.querySelector(":scope > .wrong")?.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    describe(field, describedBy(field).filter((one) => !one.startsWith("wrong-")));
  }
}

function describedBy(field: Element): string[] {
  return field.getAttribute("aria-describedby")?.split(" ") ?? [];
}

function describe(field: Element, by: string[]): void {
  if (by.length > 0) field.setAttribute("aria-describedby", by.join(" "));
  else field.removeAttribute("aria-describedby");
}
