import htmx from "htmx.org";

/** Shows another page in this one's place: its title, its path, and what it says; `swap` says how, as htmx has it. */
export async function drawPage(given: Document, swap: "innerMorph" | "innerHTML"): Promise<void> {
  const [here, there] = [document, given].map((one) => one.querySelector<HTMLElement>("main"));
  if (!here || !there) return;
  document.title = given.title;
  drawPath(given);
  await htmx.swap({ text: there.innerHTML, sourceElement: here, target: here, swap });
}

/** The path above the page names what it shows; where the other has none, it goes. */
export function drawPath(given: Document): void {
  const [here, there] = [document, given].map((one) => one.querySelector("header .path-nav"));
  if (!here) return;
  if (there) here.replaceWith(document.importNode(there, true));
  else here.remove();
}
