/** The page's share of the gettext catalogue, as the server gives it. */
export interface Catalogue {
  /** The plural categories of Intl.PluralRules in the order of the catalogue's plural forms. */
  forms: string[];
  /** By English sentence: the translation, or its plural forms. */
  messages: Record<string, string | string[]>;
}

export type Vars = Record<string, string | number>;

const NONE: Catalogue = { forms: ["one", "other"], messages: {} };

let catalogue = NONE;
let plurals = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");

export function speak(language: string, words: Catalogue): void {
  catalogue = words;
  plurals = new Intl.PluralRules(language);
  numbers = new Intl.NumberFormat(language);
}

/** Fetches the words that `<html lang data-words>` names; without them the page speaks English. */
export async function loadWords(html: HTMLElement = document.documentElement): Promise<void> {
  const address = html.dataset["words"];
  if (!address) return;
  try {
    const answer = await fetch(address);
    if (answer.ok) speak(html.lang, (await answer.json()) as Catalogue);
  } catch (error) {
    console.error("the words did not come", error);
  }
}

/** The sentence in the person's language. */
export function t(sentence: string, vars: Vars = {}): string {
  const said = catalogue.messages[sentence];
  return fill(orElse(Array.isArray(said) ? said[0] : said, sentence), vars);
}

/** The sentence for so many, in the person's language; `{n}` is the number. */
export function tn(one: string, many: string, n: number, vars: Vars = {}): string {
  const said = catalogue.messages[one];
  const at = catalogue.forms.indexOf(plurals.select(n));
  const form = Array.isArray(said) ? said[at] : undefined;
  return fill(orElse(form, n === 1 ? one : many), { ...vars, n });
}

// an empty translation is one that nobody has written yet
function orElse(said: string | undefined, english: string): string {
  return said === undefined || said === "" ? english : said;
}

function fill(sentence: string, vars: Vars): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = vars[name];
    return typeof value === "number" ? numbers.format(value) : (value ?? whole);
  });
}
