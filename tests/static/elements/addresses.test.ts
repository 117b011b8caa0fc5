import { expect, it } from "vitest";
import { addressesIn } from "../../../static/elements/addresses";

it("finds what begins with http or https, and nothing else", () => {
  expect(addressesIn("Look: https://example.org/a?b=1, and http://x.se.")).toEqual([
    { words: "Look: " },
    { words: "https://example.org/a?b=1", address: "https://example.org/a?b=1" },
    { words: ", and " },
    { words: "http://x.se", address: "http://x.se/" },
    { words: "." },
  ]);
});

it.each(["javascript:alert(1)", "data:text/html,x", "www.example.org", "https://", "http://%", "<script>", ""])("leaves %s as words", (line) => {
  expect(addressesIn(line).filter((one) => one.address !== undefined)).toEqual([]);
});

it("says every letter of the line", () => {
  const line = "a https://x.se/<b> c https://y.se";
  expect(addressesIn(line).map((one) => one.words).join("")).toBe(line);
});
