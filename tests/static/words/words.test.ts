import { afterEach, expect, it, vi } from "vitest";
import { loadWords, speak, t, tn } from "../../../static/words/words";

afterEach(() => {
  speak("en", { forms: ["one", "other"], messages: {} });
  vi.unstubAllGlobals();
});

it("says the English sentence when there is no other", () => {
  expect(t("Saved")).toBe("Saved");
  expect(t("Write to {name}", { name: "Anna" })).toBe("Write to Anna");
  expect(tn("{n} unread notice", "{n} unread notices", 1)).toBe("1 unread notice");
  expect(tn("{n} unread notice", "{n} unread notices", 3)).toBe("3 unread notices");
});

it("speaks Swedish", () => {
  speak("sv", { forms: ["one", "other"], messages: { Saved: "Sparat", "{n} unread notice": ["{n} oläst notis", "{n} olästa notiser"], Bold: "" } });
  expect(t("Saved")).toBe("Sparat");
  expect(t("Bold")).toBe("Bold"); // not translated yet
  expect(tn("{n} unread notice", "{n} unread notices", 1)).toBe("1 oläst notis");
  expect(tn("{n} unread notice", "{n} unread notices", 2)).toBe("2 olästa notiser");
});

it("knows six Arabic plurals", () => {
  const forms = ["zero", "one", "two", "few", "many", "other"];
  speak("ar", { forms, messages: { "{n} day": forms } });
  expect([0, 1, 2, 5, 11, 100].map((n) => tn("{n} day", "{n} days", n))).toEqual(forms);
});

it("never takes a name in a variable for a variable", () => {
  expect(t("{name} writes", { name: "{n}" })).toBe("{n} writes");
});

it("fetches what the page names, and does without", async () => {
  const html = document.createElement("html");
  html.lang = "sv";
  const fetched = vi.fn(async () => new Response(JSON.stringify({ forms: ["one", "other"], messages: { Saved: "Sparat" } })));
  vi.stubGlobal("fetch", fetched);
  await loadWords(html);
  expect(fetched).not.toHaveBeenCalled();
  html.dataset["words"] = "/words/sv.abc.json";
  await loadWords(html);
  expect(t("Saved")).toBe("Sparat");
  fetched.mockRejectedValueOnce(new Error("offline"));
  vi.spyOn(console, "error").mockReturnValue();
  await loadWords(html);
  expect(t("Saved")).toBe("Sparat");
});
