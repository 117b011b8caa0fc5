import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { dropKept, watchKeptForms } from "../../../static/elements/kept-form";
import { KeptForms } from "../../../static/sync/kept-forms";

const now = vi.hoisted(() => ({ person: "anna", kept: undefined as unknown as KeptForms }));

vi.mock("../../../static/elements/live", () => ({ person: () => now.person, theKeptForms: () => now.kept }));

const FORM = `<form data-keep="back">
  <input type="hidden" name="id" value="1"><details><summary>More</summary><textarea name="words"></textarea></details>
  <input type="radio" name="face" value="1"><input type="radio" name="face" value="2"><input type="password" name="secret">
</form>`;

const form = (): HTMLFormElement => document.querySelector("form")!;
const field = (name: string): HTMLTextAreaElement => form().elements.namedItem(name) as HTMLTextAreaElement;

/** Opens the page anew. */
async function open(html = FORM): Promise<void> {
  document.body.innerHTML = html;
  watchKeptForms();
  await now.kept.count("nobody"); // what was asked before has been answered
  await now.kept.count("nobody");
}

function fillIn(): void {
  field("words").value = "I read every evening";
  form().querySelector<HTMLInputElement>("[value='2']")!.checked = true;
  field("secret").value = "steg";
  field("words").dispatchEvent(new Event("input", { bubbles: true }));
}

async function kept(): Promise<void> {
  await vi.waitFor(async () => { expect(await now.kept.count("anna")).toBe(1); });
}

describe("a form that is kept", () => {
  beforeEach(() => {
    now.kept = new KeptForms(crypto.randomUUID());
    now.person = "anna";
  });

  it("has what was filled in when its page is opened anew, and says so", async () => {
    await open();
    fillIn();
    await kept();
    await open();
    await vi.waitFor(() => { expect(field("words").value).toBe("I read every evening"); });
    expect(field("face").value).toBe("2");
    expect(field("secret").value).toBe("");
    expect(form().querySelector("details")!.open).toBe(true);
    expect(form().textContent).toContain("What you had filled in here and not sent is back.");
  });

  it("is empty for somebody else on the same device", async () => {
    await open();
    fillIn();
    await kept();
    now.person = "bo";
    await open();
    expect(field("words").value).toBe("");
  });

  it("is kept no longer once it is sent, and not once more by the page's end", async () => {
    await open();
    fillIn();
    await kept();
    fillIn();
    await dropKept(form());
    dispatchEvent(new Event("pagehide"));
    expect(await now.kept.count("anna")).toBe(0);
  });

  it("is kept at once when its page goes away", async () => {
    await open();
    fillIn();
    dispatchEvent(new Event("pagehide"));
    expect(await now.kept.count("anna")).toBe(1);
  });

  it("is kept while somebody writes on without a pause", async () => {
    await open();
    const writing = setInterval(fillIn, 50);
    await kept();
    clearInterval(writing);
  });

  it("is kept before another form is sent", async () => {
    await open(`${FORM}<form id="other"></form>`);
    fillIn();
    document.querySelector("#other")!.dispatchEvent(new Event("submit", { bubbles: true }));
    expect(await now.kept.count("anna")).toBe(1);
  });

  it("gives its words back to be copied where it is there no more", async () => {
    await open();
    fillIn();
    await kept();
    await open(`<div data-was-kept="back"></div>`);
    await vi.waitFor(() => { expect(document.querySelector("pre")?.textContent).toBe("I read every evening"); });
    document.querySelectorAll<HTMLButtonElement>("button")[1]!.click();
    await vi.waitFor(async () => { expect(await now.kept.count("anna")).toBe(0); });
    expect(document.body.textContent).not.toContain("I read");
  });

  it("is thrown away when asked to", async () => {
    await open();
    fillIn();
    await kept();
    await open();
    await vi.waitFor(() => { expect(form().querySelector("button")).not.toBeNull(); });
    form().querySelector("button")!.click();
    expect(field("words").value).toBe("");
    await vi.waitFor(async () => { expect(await now.kept.count("anna")).toBe(0); });
  });

  it("says nothing where what was filled in has been sent after all", async () => {
    await open();
    fillIn();
    await kept();
    await open(FORM.replace("></textarea>", ">I read every evening</textarea>").replace('value="2"', 'value="2" checked'));
    await vi.waitFor(async () => { expect(await now.kept.count("anna")).toBe(0); });
    expect(form().querySelector("button")).toBeNull();
  });
});
