import htmx from "htmx.org";
import type { PlanRoom } from "../sync/plan-room";
import { AnswerForm } from "./answer-form";

/**
 * Makes a part of the page what the server has given, without touching a text that is alive.
 * What `data-holds` holds are things with ids: those that are new come, others go, none is moved; `data-fresh` is drawn anew.
 */
export function takeIn(place: HTMLElement, text: string, plan: PlanRoom): void {
  const given = new DOMParser().parseFromString(`<div data-holds>${text}</div>`, "text/html").body.firstElementChild;
  if (!given) return;
  const come = new Set<Element>();
  hold(place, given, plan, come);
  for (const holder of given.querySelectorAll("[data-holds][id]")) {
    const here = document.getElementById(holder.id);
    if (here && !isIn(here, come)) hold(here, holder, plan, come);
  }
  for (const fresh of given.querySelectorAll("[data-fresh][id]")) {
    const here = document.getElementById(fresh.id);
    if (here && !isIn(here, come)) draw(here, fresh);
  }
  for (const section of given.querySelectorAll("section.text[id]")) {
    const here = document.getElementById(section.id);
    if (here && !isIn(here, come)) dress(here, section);
  }
}

function hold(place: Element, given: Element, plan: PlanRoom, come: Set<Element>): void {
  const wanted = [...given.children].filter((one) => one.id !== "");
  for (const gone of [...place.children]) {
    if (gone.id !== "" && !wanted.some((one) => one.id === gone.id) && !holdsWords(gone, plan)) gone.remove();
  }
  let before: Element | null = null;
  for (const one of wanted) {
    let here = document.getElementById(one.id);
    if (!here) {
      here = document.importNode(one as HTMLElement, true);
      come.add(here);
      if (before) before.after(here);
      else place.prepend(here);
      htmx.process(here);
    }
    before = here;
  }
}

/** Draws one part anew; an answer, when nothing of one's own is under way in it. */
export function draw(here: HTMLElement, given: Element): void {
  if (here instanceof AnswerForm) here.draw(given.innerHTML);
  else void htmx.swap({ text: given.innerHTML, sourceElement: here, target: here, swap: "innerMorph" });
}

/** How to write is said to those who may write; what is not answered yet takes little room. */
function dress(here: HTMLElement, given: Element): void {
  if (!here.querySelector("live-text")) here.className = given.className;
  const hint = ":scope > .hint, :scope > live-text > .hint";
  here.querySelector(hint)?.remove();
  const wanted = given.querySelector(hint);
  if (wanted) here.querySelector(":scope > header, :scope > live-text > header")?.after(document.importNode(wanted, true));
}

function isIn(element: Element, come: Set<Element>): boolean {
  return [...come].some((one) => one.contains(element));
}

/** Words that could not be saved stay to be copied, also when the text they were for has gone. */
function holdsWords(section: Element, plan: PlanRoom): boolean {
  const ids = [...section.querySelectorAll("live-text")].map((one) => one.getAttribute("text"));
  return plan.texts.some((text) => ids.includes(text.text) && text.leftovers.any);
}
