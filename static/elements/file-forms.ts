import { explain, clearErrors } from "./fragments";
import type { PageLook } from "./page-look";

const PATIENCE = 600_000;

/**
 * A form marked `data-file` is answered with a file, which is kept on the device; then the page asks for itself again, since what it says
 * may be otherwise now. A refusal is said in the form. Without a script the browser does the first by itself.
 */
export function watchFileForms(page: PageLook | undefined): void {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.matches("[data-file]")) return;
    event.preventDefault();
    if (form.ariaBusy !== "true") void fetchFile(form, submitter).then((done) => { if (done) page?.soon(0); });
  });
}

async function fetchFile(form: HTMLFormElement, submitter: HTMLElement | null): Promise<boolean> {
  form.ariaBusy = "true";
  const fields = new URLSearchParams([...new FormData(form, submitter)].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
  const answer = await fetch(form.action, { method: "POST", body: fields, signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  const file = answer?.ok ? await answer.blob().catch(() => undefined) : undefined;
  const refusal = file || !answer || answer.status >= 500 ? "" : await answer.text().catch(() => "");
  form.ariaBusy = null;
  clearErrors(form);
  if (!file) {
    explain(form, refusal);
    return false;
  }
  form.reset();
  keep(file, nameOf(answer));
  return true;
}

function nameOf(answer: Response | undefined): string {
  return /filename="([^"]+)"/.exec(answer?.headers.get("Content-Disposition") ?? "")?.[1] ?? "file";
}

function keep(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, PATIENCE);
}
