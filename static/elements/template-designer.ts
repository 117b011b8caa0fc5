/** What htmx tells about an answer that is about to be drawn. */
interface Told {
  ctx?: { sourceElement?: Element; text?: string; response?: { status: number } };
}

/**
 * `<template-designer>` keeps what is written in other forms while the draft around them is drawn anew, and puts the keyboard where the
 * server says. When somebody else has changed the draft, a form that is being written in stays as it is, on the count it knows: sent, it is
 * refused, and shows what stands there now.
 */
export class TemplateDesigner extends HTMLElement {
  /** The forms in which something is written that is not sent. */
  readonly #written = new Set<HTMLFormElement>();
  #place: string | undefined;

  constructor() {
    super();
    this.addEventListener("input", (event) => {
      const form = event.target instanceof Element ? event.target.closest("form") : null;
      if (form) this.#written.add(form);
    });
    this.addEventListener("htmx:before:swap", (event) => { this.#before((event as CustomEvent<Told>).detail); });
    this.addEventListener("htmx:after:swap", () => { this.#after(); });
  }

  connectedCallback(): void {
    addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback(): void {
    removeEventListener("beforeunload", this.#warn);
  }

  readonly #warn = (event: BeforeUnloadEvent): void => {
    if (this.#unsent().length > 0) event.preventDefault();
  };

  #unsent(): HTMLFormElement[] {
    return [...this.#written].filter((form) => form.isConnected);
  }

  #before({ ctx }: Told): void {
    this.#place = document.activeElement?.id;
    const source = ctx?.sourceElement;
    if (!(source instanceof HTMLFormElement)) return;
    const isDone = (ctx?.response?.status ?? 500) < 400;
    if (isDone) this.#written.delete(source);
    const known = isDone ? countsOn(source, ctx?.text ?? "") : NaN;
    for (const form of this.#unsent()) if (form !== source && countOf(form) !== known) form.setAttribute("hx-morph-skip", "");
  }

  #after(): void {
    for (const form of this.querySelectorAll("form")) {
      form.removeAttribute("hx-morph-skip");
      if (!this.#written.has(form)) form.reset(); // a list shows what it was set to, not what the page says, until it is reset
    }
    for (const form of this.#written) if (!form.isConnected) this.#written.delete(form);
    this.#goTo(this.querySelector<HTMLElement>("#outcome")?.dataset["focus"] ?? "");
  }

  #goTo(focus: string): void {
    const [id = "", control] = focus.split(".");
    const held = this.#place === undefined ? null : document.getElementById(this.#place);
    if (focus === "sent") this.#toSent();
    else if (control === "move" && held) held.focus();
    else if (id !== "") (document.getElementById(`sum-${id.replace(/^[qs]-/, "")}`) ?? document.getElementById(id))?.focus();
    else if (document.activeElement === document.body) held?.focus();
  }

  /** To the form that was refused, or to what is left of one whose piece is gone. */
  #toSent(): void {
    const form = this.querySelector("form > .wrong")?.closest("form");
    const details = form?.closest("details");
    if (details) details.open = true;
    (form?.querySelector<HTMLElement>("select, input:not([type=hidden]), textarea") ?? this.querySelector<HTMLElement>("#lost"))?.focus();
  }
}

/** The count that a form was sent on, if the answer's follows on it: then nobody else has changed anything between. */
function countsOn(form: HTMLFormElement, answer: string): number {
  const now = Number(/data-edited="(\d+)"/.exec(answer)?.[1]);
  return now <= countOf(form) + 1 ? countOf(form) : NaN;
}

/** The count of the draft that a form knows. */
function countOf(form: HTMLFormElement): number {
  const field = form.elements.namedItem("edited");
  return field instanceof HTMLInputElement ? Number(field.value) : NaN;
}
