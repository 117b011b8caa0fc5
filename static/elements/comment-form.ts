import htmx from "htmx.org";
import { t } from "../words/words";
import type { AnchorDetail } from "./comment-button";

/** What the next comment is about; everything empty is the whole plan. */
interface About {
  thread?: string;
  goal?: string;
  text?: string;
  anchor?: unknown;
  quote?: string;
  label?: string;
}

/** Opens the forms that stand once on the page for whatever the person wants to comment on, answer, or check in on. */
export function watchForms(): void {
  document.addEventListener("stegvis:anchor", (event) => {
    const { text, anchor, quote, label } = (event as CustomEvent<AnchorDetail>).detail;
    comment({ text, anchor, quote, label: t("On {text}:", { text: label }) });
  });
  document.addEventListener("click", (event) => {
    const asked = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-answer], [data-comment-goal], [data-check-in], [data-about-clear]") : null;
    if (!asked || !open(asked)) return;
    askedBy = asked;
    event.preventDefault();
  });
}

/** What opened a form; the keyboard goes back there when the form closes. */
let askedBy: HTMLElement | undefined;

function open({ dataset }: HTMLElement): boolean {
  const { answer, answerTo = "", commentGoal, commentTitle = "", checkIn: goal, checkInTitle = "" } = dataset;
  if (answer !== undefined) return comment({ thread: answer, label: t("Answer to {name}", { name: answerTo }) });
  if (commentGoal !== undefined) return comment({ goal: commentGoal, label: t("On the goal:"), quote: commentTitle });
  if (goal !== undefined) return checkIn(goal, checkInTitle);
  return comment({});
}

function comment(about: About): boolean {
  const form = document.querySelector<HTMLFormElement>("#comment-form");
  if (!form) return false;
  const { thread = "", goal = "", text = "", anchor, quote = "", label = "" } = about;
  const values = { thread, goal, text, anchor: anchor === undefined ? "" : JSON.stringify(anchor), quote: text === "" ? "" : quote };
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  show(form, "[data-about-label]", label);
  show(form, "[data-quote]", quote);
  const line = form.querySelector<HTMLElement>("[data-about]");
  if (line) line.hidden = label === "";
  writeIn(form);
  return true;
}

function checkIn(goal: string, title: string): boolean {
  const form = document.querySelector<HTMLFormElement>("#check-in-form");
  if (!form) return false;
  form.action = `/goals/${goal}/check-ins`;
  form.setAttribute("hx-post", form.action);
  htmx.process(form);
  show(form, "[data-title]", title);
  form.hidden = false;
  writeIn(form);
  return true;
}

/** After it was sent, the form is as it was before anything was asked of it. */
export function emptyForm(form: HTMLFormElement): void {
  form.reset();
  const id = form.elements.namedItem("id");
  if (id instanceof HTMLInputElement) id.value = crypto.randomUUID(); // sent again, the old one would count as a repetition
  for (const name of ["thread", "goal", "text", "anchor", "quote"]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === "hidden") field.value = "";
  }
  const about = form.querySelector<HTMLElement>("[data-about]");
  if (about) about.hidden = true;
  if (!form.matches("#check-in-form")) return; // `form.id` is its field of that name
  form.hidden = true;
  askedBy?.focus();
}

function show(form: HTMLFormElement, place: string, words: string): void {
  const element = form.querySelector<HTMLElement>(place);
  if (!element) return;
  element.textContent = words;
  element.hidden = words === "";
}

function writeIn(form: HTMLFormElement): void {
  form.scrollIntoView({ block: "nearest" });
  form.querySelector<HTMLElement>("textarea")?.focus();
}
