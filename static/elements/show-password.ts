/** `<show-password hidden>` around a checkbox: shows what is typed into the passwords of its form, for whoever cannot type blindly. */
export class ShowPassword extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    const choice = this.querySelector("input");
    if (!form || !choice) return;
    this.hidden = false;
    const fields = [...form.querySelectorAll<HTMLInputElement>("input[type=password]")];
    const show = (type: string): void => { for (const one of fields) one.type = type; };
    choice.addEventListener("change", () => { show(choice.checked ? "text" : "password"); });
    form.addEventListener("submit", () => { // so that the browser takes it for a password and for no word to remember
      choice.checked = false;
      show("password");
    });
  }
}
