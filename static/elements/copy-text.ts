import { t } from "../words/words";

/** `<copy-text hidden data-of="id">` with two buttons: copies what stands in another part of the page, or prints the page. */
export class CopyText extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector("[data-copy]")?.addEventListener("click", () => { void this.#copy(); });
    this.querySelector("[data-print]")?.addEventListener("click", () => { print(); });
  }

  async #copy(): Promise<void> {
    const lines = [...document.querySelectorAll(`#${this.dataset["of"] ?? ""} > li`)].map((one) => one.textContent.trim());
    const said = this.querySelector("[role=status]");
    if (said) said.textContent = await isCopied(lines.join("\n")) ? t("Copied.") : t("This browser does not let us copy. Mark them and copy them yourself.");
  }
}

/** Without HTTPS there is no clipboard at all. */
async function isCopied(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}
