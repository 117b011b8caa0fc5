import { t } from "../words/words";
import { sendForm } from "./plain-forms";

/**
 * `<passkey-form hidden data-challenge data-way="get|create">` around a form: asks the device for a passkey and sends its answer with the form.
 * It shows itself only where the browser has passkeys; without it there are codes.
 */
export class PasskeyForm extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (form === null || !canUsePasskeys()) return;
    this.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send(form);
    });
  }

  async #send(form: HTMLFormElement): Promise<void> {
    this.#busy(form, true);
    try {
      const answer = await this.#ask();
      const field = form.elements.namedItem("credential");
      if (!(field instanceof HTMLInputElement)) return;
      field.value = JSON.stringify(answer);
      this.#busy(form, false);
      this.#say(form, "");
      await sendForm(form);
    } catch (error) {
      this.#busy(form, false);
      this.#say(form, sentence(error));
    }
  }

  async #ask(): Promise<RegistrationResponseJSON | AuthenticationResponseJSON> {
    const asked = await fetch(this.dataset["challenge"] ?? "", { method: "POST", headers: { Accept: "application/json" } });
    if (!asked.ok) throw new RefusedByServer();
    const made = this.dataset["way"] === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json() as PublicKeyCredentialCreationOptionsJSON),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json() as PublicKeyCredentialRequestOptionsJSON),
        });
    if (!(made instanceof PublicKeyCredential)) throw new RefusedByServer();
    return made.toJSON();
  }

  #busy(form: HTMLFormElement, busy: boolean): void {
    const button = form.querySelector("button");
    if (button) button.disabled = busy;
    if (busy) this.#say(form, t("Your device asks you now."));
  }

  #say(form: HTMLFormElement, words: string): void {
    const place = form.querySelector("[role=status]");
    if (place) place.textContent = words;
  }
}

class RefusedByServer extends Error {}

/** Passkeys need HTTPS and a host with a name; the browser must also know how to write them as JSON. */
function canUsePasskeys(): boolean {
  return isSecureContext && !/^[\d.]+$|:/.test(location.hostname)
    && "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

function sentence(error: unknown): string {
  if (error instanceof DOMException && error.name === "InvalidStateError") return t("This device already has a passkey of yours.");
  if (error instanceof DOMException) return t("No passkey was used. Try again, or choose another way.");
  return t("The school's server did not take this. Load the page again.");
}
