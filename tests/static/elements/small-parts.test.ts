import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { CopyText } from "../../../static/elements/copy-text";
import { ShowPassword } from "../../../static/elements/show-password";
import { watchTerms } from "../../../static/elements/term-days";

beforeAll(() => {
  customElements.define("show-password", ShowPassword);
  customElements.define("copy-text", CopyText);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe("<show-password>", () => {
  it("shows what is typed in its own form, and is a password again when it is sent", () => {
    document.body.innerHTML = `<form id="other"><input type="password"></form>
      <form id="own"><input name="a"><input type="password" name="b"><input type="password" name="c"><show-password hidden><input type="checkbox"></show-password></form>`;
    const own = document.querySelector<HTMLFormElement>("#own")!;
    const types = (): string[] => [...own.querySelectorAll<HTMLInputElement>("[name]")].map((one) => one.type);
    expect(own.querySelector<HTMLElement>("show-password")!.hidden).toBe(false);
    own.querySelector<HTMLInputElement>("[type=checkbox]")!.click();
    expect(types()).toEqual(["text", "text", "text"]);
    expect(document.querySelector<HTMLInputElement>("#other input")!.type).toBe("password");
    own.dispatchEvent(new Event("submit"));
    expect(types()).toEqual(["text", "password", "password"]);
  });
});

describe("a term that is chosen", () => {
  it("proposes its days, and leaves a day alone that somebody has set", () => {
    watchTerms();
    document.body.innerHTML = `<form><select name="term" data-term-days>
        <option value="1" data-days='{"book_by": "2026-12-04", "talk_by": "2026-12-18"}'></option>
        <option value="2" data-days='{"book_by": "2027-01-25", "talk_by": "2027-02-08"}'></option></select>
      <input type="date" name="book_by" value="2026-12-04"><input type="date" name="talk_by" value="2026-12-18"></form>`;
    const terms = document.querySelector("select")!;
    const choose = (value: string): string[] => {
      terms.value = value;
      terms.dispatchEvent(new Event("change", { bubbles: true }));
      return [...document.querySelectorAll("input")].map((one) => one.value);
    };
    expect(choose("2")).toEqual(["2027-01-25", "2027-02-08"]);
    document.querySelector<HTMLInputElement>("[name=book_by]")!.value = "2027-01-20";
    expect(choose("1")).toEqual(["2027-01-20", "2026-12-18"]);
  });
});

describe("<copy-text>", () => {
  const PAGE = `<ul id="codes"><li><code>aaaa-bbbb</code></li><li><code>cccc-dddd</code></li></ul>
    <copy-text hidden data-of="codes"><button data-copy></button><button data-print></button><span role="status"></span></copy-text>`;

  it("copies line by line and says so, or says that it cannot", async () => {
    const writeText = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error("not allowed"));
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    document.body.innerHTML = PAGE;
    document.querySelector<HTMLElement>("[data-copy]")!.click();
    await vi.waitFor(() => { expect(document.querySelector("[role=status]")!.textContent).toBe("Copied."); });
    expect(writeText).toHaveBeenCalledWith("aaaa-bbbb\ncccc-dddd");
    document.querySelector<HTMLElement>("[data-copy]")!.click();
    await vi.waitFor(() => { expect(document.querySelector("[role=status]")!.textContent).toContain("copy them yourself"); });
  });

  it("says so where the browser has no clipboard at all, and prints", async () => {
    const print = vi.fn();
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("print", print);
    document.body.innerHTML = PAGE;
    document.querySelector<HTMLElement>("[data-copy]")!.click();
    await vi.waitFor(() => { expect(document.querySelector("[role=status]")!.textContent).toContain("copy them yourself"); });
    document.querySelector<HTMLElement>("[data-print]")!.click();
    expect(print).toHaveBeenCalled();
  });
});
