import { drawPage } from "./draw";
import { clearErrors, explain } from "./fragments";
import { goTo } from "./go-to";
import { dropKept } from "./kept-form";
import { person, theLine } from "./live";

/** Longer than this no answer is waited for; a file may take its time. */
const PATIENCE = 30_000;
const PATIENCE_WITH_FILES = 600_000;

/** As much may still be sent while the page goes away: an act is not lost by leaving. */
const MOST_WHILE_LEAVING = 60_000;
/** Whoever has meanwhile gone elsewhere is not fetched back; this long a page may take to go. */
const LEAVING = 3000;

const underWay = new WeakSet<HTMLFormElement>();
let leftAt = 0;

/**
 * Sends every ordinary form of ours that posts, so that a refusal is said in the form and what was typed stays.
 * Without a script they work as they are. `data-file` marks one that is answered with a file: the browser does that itself.
 */
export function watchPlainForms(): void {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !isOurs(form)) return;
    event.preventDefault();
    void sendForm(form, submitter);
  });
  addEventListener("beforeunload", () => { leftAt = performance.now(); });
  // back from where the form led: it may be sent again
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const form of document.querySelectorAll("form")) rest(form);
  });
}

function isOurs(form: HTMLFormElement): boolean {
  const plain = form.getAttribute("method")?.toLowerCase() === "post" && !form.matches("[hx-post], [data-file], [data-sign-out]");
  return plain && new URL(addressOf(form)).origin === location.origin;
}

/** Sends a form once, however often it is asked to; then goes where it leads, or says what was wrong. */
export async function sendForm(form: HTMLFormElement, submitter: HTMLElement | null = null): Promise<void> {
  if (underWay.has(form)) return;
  underWay.add(form);
  form.setAttribute("aria-busy", "true");
  const sentAt = performance.now();
  const answer = await post(form, submitter).catch(() => undefined);
  if (leftAt > sentAt) await new Promise((wait) => { setTimeout(wait, LEAVING); });
  const leads = answer?.headers.get("Location");
  clearErrors(form);
  if (answer?.ok) await dropKept(form);
  if (answer?.ok && leads) goTo(leads); // and the form stays under way until the page has gone
  else {
    rest(form);
    await take(form, answer);
  }
}

function post(form: HTMLFormElement, submitter: HTMLElement | null): Promise<Response> {
  const data = new FormData(form, submitter);
  const files = form.enctype === "multipart/form-data";
  const fields = new URLSearchParams([...data].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
  return fetch(addressOf(form), {
    method: "POST",
    body: files ? data : fields,
    keepalive: !files && fields.toString().length < MOST_WHILE_LEAVING,
    headers: { Accept: "text/html", "Stegvis-Form": "script" }, // told where it leads instead of being led there
    signal: AbortSignal.timeout(files ? PATIENCE_WITH_FILES : PATIENCE),
  });
}

async function take(form: HTMLFormElement, answer: Response | undefined): Promise<void> {
  const text = answer === undefined || answer.status >= 500 ? "" : await answer.text().catch(() => "");
  const given = new DOMParser().parseFromString(text, "text/html");
  const nobody = answer?.status === 401 && given.body.dataset["person"] === undefined; // a wrong password is 401, too
  if (nobody && person() !== undefined) theLine().signedOut();
  if (text === "" || (!answer?.ok && given.querySelector(".wrong"))) explain(form, text);
  else await show(given);
}

/** Shows the page that a form was answered with. It stands at no address, so it is never asked for again. */
async function show(given: Document): Promise<void> {
  document.body.dataset["once"] = "";
  await drawPage(given, "innerHTML");
  scrollTo({ top: 0 });
  document.querySelector<HTMLElement>("main")?.focus();
}

function rest(form: HTMLFormElement): void {
  underWay.delete(form);
  form.removeAttribute("aria-busy");
}

function addressOf(form: HTMLFormElement): string {
  return new URL(form.getAttribute("action") ?? location.href, location.href).href; // `form.action` may be its field of that name
}
