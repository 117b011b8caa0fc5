import { t } from "../words/words";
import { AnswerForm } from "./answer-form";
import { liveTexts } from "./live";

/** Longer than this nobody's handing in is held back: by then the page has long said that it cannot save. */
const PATIENCE = 20_000;

/** A form marked `data-after-saving` is sent when everything written on the page is saved: it is either in what is handed in, or not handed in. */
export function watchAfterSaving(): void {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-after-saving]") || isSaved()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void sendWhenSaved(form, submitter);
  }, true);
}

async function sendWhenSaved(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  say(form, t("Saving what you wrote …"));
  const saved = await untilSaved();
  form.ariaBusy = null;
  say(form, saved ? "" : t("Not handed in: what you wrote is not saved yet. Try again when the page says that it is."));
  if (saved && form.isConnected) form.requestSubmit(submitter);
}

function untilSaved(): Promise<boolean> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const end = (saved: boolean): void => {
      for (const stop of stops.splice(0)) stop();
      resolve(saved);
    };
    const look = (): void => { if (isSaved()) end(true); };
    for (const text of liveTexts()) stops.push(text.changed.on(look));
    document.addEventListener("stegvis:rest", look);
    const timer = setTimeout(() => { end(isSaved()); }, PATIENCE);
    stops.push(() => { document.removeEventListener("stegvis:rest", look); }, () => { clearTimeout(timer); });
    look();
  });
}

function isSaved(): boolean {
  const forms = [...document.querySelectorAll("answer-form")].filter((one) => one instanceof AnswerForm);
  return forms.every((one) => !one.busy) && liveTexts().every((text) => !["saving", "device", "unsaved"].includes(text.status));
}

function say(form: HTMLFormElement, words: string): void {
  const place = form.querySelector("[data-waiting]");
  if (place) place.textContent = words;
}
