/** `<young-steps>`: one question at a time. All are in the page, so that what is being saved goes on; without a script each is a page of its own. */
export class YoungSteps extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#click);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#click);
  }

  readonly #click = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-step]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = this.querySelector<HTMLElement>(`#step-${CSS.escape(link.dataset["step"] ?? "")}`);
    if (!step) return;
    event.preventDefault();
    for (const one of this.querySelectorAll<HTMLElement>(".step")) one.hidden = one !== step;
    history.replaceState(null, "", link.getAttribute("href") ?? "");
    const heading = step.querySelector<HTMLElement>("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  };
}
