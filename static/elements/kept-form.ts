import type { Fields } from "../sync/kept-forms";
import { t } from "../words/words";
import { person, theKeptForms } from "./live";
import { leftoverPanel } from "./leftover-panel";
import { make } from "./make";
import { isLeaving } from "./sign-out";
import { touched } from "./touched";

/** A form that is being filled in is kept this often. */
const EVERY = 300;
/** Before these what has been filled in since is kept at once: the page may go. */
const BEFORE = ["submit", "beforeunload", "pagehide", "visibilitychange"];

/** What is not kept, by the type of the field. */
const NEVER = new Set(["file", "password"]);

const timers = new WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>();

/**
 * Looks after forms with `data-keep="<name>"`, in which people write more than a line: what is filled in is kept on the device until it is
 * sent, and stands there again when the page is opened anew. `data-leave` marks the link by which one decides against it, and
 * `data-was-kept="<name>"` where a form stood that is there no more: what was not sent is shown, to be copied.
 */
export function watchKeptForms(): void {
  for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => { noteChange(target); });
  document.addEventListener("click", ({ target }) => { leave(target); });
  for (const kind of BEFORE) addEventListener(kind, keepAll, true);
  for (const form of forms()) void bringBack(form).catch(() => undefined);
  for (const place of document.querySelectorAll<HTMLElement>("[data-was-kept]")) void showWords(place).catch(() => undefined);
}

/** Keeps a form no longer: it has been sent. */
export async function dropKept(form: HTMLFormElement): Promise<void> {
  const me = person(), name = form.dataset["keep"];
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (me !== undefined && name !== undefined) await theKeptForms().drop(me, name).catch(() => undefined);
}

function leave(target: EventTarget | null): void {
  const form = target instanceof Element ? target.closest("[data-leave]")?.closest("form") : undefined;
  if (form) void dropKept(form);
}

function forms(): Iterable<HTMLFormElement> {
  return document.querySelectorAll<HTMLFormElement>("form[data-keep]");
}

function noteChange(target: EventTarget | null): void {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-keep]") : null;
  if (form && !timers.has(form)) timers.set(form, setTimeout(() => { void keep(form); }, EVERY));
}

function keepAll(): void {
  for (const form of forms()) if (timers.has(form) && !isLeaving()) void keep(form);
}

async function keep(form: HTMLFormElement): Promise<void> {
  const me = person(), name = form.dataset["keep"];
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (me === undefined || name === undefined) return;
  const fields = filledIn(form);
  const kept = theKeptForms();
  const isEmpty = Object.keys(fields).length === 0;
  await (isEmpty ? kept.drop(me, name) : kept.keep(me, name, fields)).then(() => { form.toggleAttribute("data-kept", !isEmpty); }, () => undefined); // it is still in the form
}

/** What is no longer as it came; never a file or a password. */
function filledIn(form: HTMLFormElement): Fields {
  const fields: Fields = {};
  for (const one of touched(form)) {
    if (one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) fields[one.name] = one.value;
    else if (one instanceof HTMLInputElement && !NEVER.has(one.type) && (one.type !== "radio" || one.checked)) fields[one.name] = valueIn(one);
  }
  return fields;
}

function valueIn(field: HTMLInputElement): string {
  return field.type === "checkbox" ? String(field.checked) : field.value;
}

async function bringBack(form: HTMLFormElement): Promise<void> {
  const me = person(), name = form.dataset["keep"] ?? "";
  const fields = me === undefined ? undefined : await theKeptForms().read(me, name);
  if (fields === undefined || touched(form).length > 0) return;
  for (const [field, value] of Object.entries(fields)) fill(form.elements.namedItem(field), value);
  if (touched(form).length === 0) await dropKept(form); // it was sent after all
  else show(form);
}

async function showWords(place: HTMLElement): Promise<void> {
  const me = person(), name = place.dataset["wasKept"] ?? "";
  const fields = me === undefined ? undefined : await theKeptForms().read(me, name);
  const words = Object.values(fields ?? {}).filter((value) => !/^\d*$/u.test(value)).join("\n"); // a number is a face, chosen
  if (me === undefined || words === "") return;
  place.replaceChildren(leftoverPanel([{ code: "forbidden", message: "", words }], () => {
    place.replaceChildren();
    void theKeptForms().drop(me, name).catch(() => undefined);
  }));
}

function fill(field: Element | RadioNodeList | null, value: string): void {
  if (field instanceof RadioNodeList || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
  else if (field instanceof HTMLInputElement) {
    if (field.type === "checkbox") field.checked = value === "true";
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

function show(form: HTMLFormElement): void {
  for (const around of outerDetails(form)) around.open = true;
  for (const one of touched(form)) for (const around of outerDetails(one)) around.open = true;
  const away = make("button", { type: "button", class: "btn small" }, t("Throw it away"));
  const line = make("p", { class: "note", role: "status" }, make("span", { class: "grow" }, t("What you had filled in here and not sent is back.")), away);
  away.addEventListener("click", () => {
    form.reset();
    line.remove();
    void dropKept(form);
    form.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
  });
  form.prepend(line);
}

function* outerDetails(one: Element): Iterable<HTMLDetailsElement> {
  for (let at = one.closest("details"); at; at = at.parentElement?.closest("details") ?? null) yield at;
}
